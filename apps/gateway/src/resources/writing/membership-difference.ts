import type { MembershipDelta } from '#domain';
import type { Database } from '#persistence';
import type { Member, MembershipChange } from '#scim';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import { isResourceId } from '../uuid.js';
import type { MemberRows } from './member-rows.js';

type Reading = {
  readonly database: Database;
  readonly generation: ActiveGeneration;
  readonly rows: MemberRows;
  readonly directoryId: string;
  readonly groupId: string;
};

const PAGE = 5_000;

/**
 * What net changes really come to for a group as it is now. Compares with the rows: for additions and removals only
 * those that are named, for a whole list all of them, page by page.
 */
export const membershipDifference = async (
  changes: readonly MembershipChange[],
  reading: Reading,
): Promise<MembershipDelta> => {
  const whole = changes.find((change) => change.kind === 'replace');
  if (whole) return ofWhole(whole.members, reading);
  const add = changes.flatMap((change) => (change.kind === 'add' ? change.members : []));
  const remove = changes.flatMap((change) => (change.kind === 'remove' ? change.ids : []));
  return ofDelta(add, new Set(remove), reading);
};

const ofDelta = async (
  add: readonly Member[],
  remove: ReadonlySet<string>,
  { rows: memberRows, directoryId, groupId }: Reading,
): Promise<MembershipDelta> => {
  const ids = [...new Set([...add.map(({ value }) => value), ...remove])].filter(isResourceId);
  if (ids.length === 0) return { add, remove: [] };
  const rows = await memberRows.present(directoryId, groupId, ids);
  const present = new Set(rows.map(({ value }) => value));
  return {
    add: add.filter(({ value }) => !present.has(value)),
    remove: rows.filter(({ value }) => remove.has(value)).map(({ value, type }) => ({ value, type })),
  };
};

const ofWhole = async (
  members: readonly Member[],
  { database, generation, directoryId, groupId }: Reading,
): Promise<MembershipDelta> => {
  const missing = new Map(members.map((member) => [member.value, member]));
  const remove: MembershipDelta['remove'][number][] = [];
  for (let afterId: string | undefined; ; ) {
    const page = await generation.model.members(database, {
      directoryId,
      groupId,
      ...(afterId !== undefined && { afterId }),
      limit: PAGE,
    });
    for (const { value, type } of page) if (!missing.delete(value)) remove.push({ value, type });
    afterId = page.at(-1)?.value;
    if (page.length < PAGE) return { add: [...missing.values()], remove };
  }
};
