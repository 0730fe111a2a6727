import type { MembershipDelta } from '#domain';
import type { Database } from '#persistence';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import { isResourceId } from '../uuid.js';
import type { NetMembership } from './net-membership.js';

type Reading = {
  readonly database: Database;
  readonly generation: ActiveGeneration;
  readonly directoryId: string;
  readonly groupId: string;
};

const PAGE = 5_000;

/** What really changes about a group's members. Compares with the rows: for a delta only those it names, for a whole list all of them, page by page. */
export const membershipDifference = (net: NetMembership, reading: Reading): Promise<MembershipDelta> =>
  net.is === 'delta' ? ofDelta(net, reading) : ofWhole(net, reading);

const ofDelta = async (
  { add, remove }: Extract<NetMembership, { is: 'delta' }>,
  { database, generation, directoryId, groupId }: Reading,
): Promise<MembershipDelta> => {
  const ids = [...add.keys(), ...remove].filter(isResourceId);
  if (ids.length === 0) return { add: [], remove: [] };
  const rows = await generation.model.presentMembers(database, { directoryId, groupId, ids });
  const present = new Set(rows.map(({ value }) => value));
  return {
    add: [...add.values()].filter(({ value }) => !present.has(value)),
    remove: rows.filter(({ value }) => remove.has(value)).map(({ value, type }) => ({ value, type })),
  };
};

const ofWhole = async (
  { members }: Extract<NetMembership, { is: 'whole' }>,
  { database, generation, directoryId, groupId }: Reading,
): Promise<MembershipDelta> => {
  const missing = new Map(members);
  const removed: MembershipDelta['remove'][number][] = [];
  for (let afterId: string | undefined; ; ) {
    const page = await generation.model.members(database, {
      directoryId,
      groupId,
      ...(afterId !== undefined && { afterId }),
      limit: PAGE,
    });
    for (const { value, type } of page) if (!missing.delete(value)) removed.push({ value, type });
    afterId = page.at(-1)?.value;
    if (page.length < PAGE) return { add: [...missing.values()], remove: removed };
  }
};
