import type { Database } from '#persistence';
import {
  type GroupOf,
  type MemberKey,
  type ResourceKey,
  type ResourceLookup,
  type StoredMember,
  type StoredResource,
  storedResource,
} from '#read-model';
import type { ActiveGeneration } from '../../proposing/active-generation.js';
import type { MemberEndings } from '../presenting/resource-body.js';
import { BatchedRead } from './batched-read.js';
import { type MembersAsTextRow, membersAsText } from './statements/members-as-text.js';
import { type ClaimKey, type ClaimOwnerRow, ownersOfClaims } from './statements/owners-of-claims.js';
import { type ResourceByKeyRow, resourcesByKeys } from './statements/resources-by-keys.js';

/** Of one group that are read at a time; also what one answer shows before it is sent in pieces. */
export const MEMBERS_PER_PAGE = 1_000;

/** Reads resources by id for many requests at a time, and what lies in rows of their own. */
export class ResourceReader {
  readonly #byId: BatchedRead<ResourceKey, StoredResource | 'parked'>;
  readonly #groups: BatchedRead<MemberKey, readonly GroupOf[]>;
  readonly #owners: BatchedRead<ClaimKey, ClaimOwnerRow>;

  constructor(private readonly parts: { readonly database: Database; readonly generation: ActiveGeneration }) {
    this.#byId = new BatchedRead((keys) => this.#readByKeys(keys));
    this.#groups = new BatchedRead((keys) => this.#readGroups(keys));
    this.#owners = new BatchedRead((keys) => this.#readOwners(keys));
  }

  byId(key: ResourceKey): Promise<ResourceLookup> {
    return this.#byId.read(key);
  }

  async groupsOf(directoryId: string, memberId: string): Promise<readonly GroupOf[]> {
    return (await this.#groups.read({ directoryId, memberId })) ?? [];
  }

  /** Of several members at once, for a page. */
  groupsOfAll(directoryId: string, memberIds: readonly string[]): Promise<readonly GroupOf[]> {
    const { database, generation } = this.parts;
    return generation.model.groupsOf(
      database,
      memberIds.map((memberId) => ({ directoryId, memberId })),
    );
  }

  /** Who has claimed a value; nothing when it is free. */
  async ownerOf(claim: ClaimKey): Promise<{ readonly type: string; readonly id: string } | undefined> {
    const row = await this.#owners.read(claim);
    return row && row.ownerId !== null && row.ownerType !== null ? { type: row.ownerType, id: row.ownerId } : undefined;
  }

  /** The first members of each of several groups. A group with a full page may have more: `membersOf` reads on. */
  async membersOfGroups(
    directoryId: string,
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StoredMember[]>> {
    const { database, generation } = this.parts;
    const query = { directoryId, groupIds, limitPerGroup: MEMBERS_PER_PAGE };
    return Map.groupBy(await generation.model.membersOfGroups(database, query), ({ groupId }) => groupId);
  }

  /** All members of one group, or those after one of them, a page at a time, in the order of their ids. */
  async *membersOf(directoryId: string, groupId: string, after?: string): AsyncGenerator<readonly StoredMember[]> {
    const { database, generation } = this.parts;
    for (let afterId = after; ; ) {
      const page = await generation.model.members(database, {
        directoryId,
        groupId,
        ...(afterId !== undefined && { afterId }),
        limit: MEMBERS_PER_PAGE,
      });
      yield page;
      afterId = page.at(-1)?.value;
      if (page.length < MEMBERS_PER_PAGE) return;
    }
  }

  /** The JSON of all members of one group after one of them, a page at a time, without brackets. */
  async *membersAsText(
    of: { readonly directoryId: string; readonly groupId: string; readonly afterId: string },
    { types, references, endings }: MemberEndings,
  ): AsyncGenerator<string> {
    const { database, generation } = this.parts;
    for (let after: string | undefined = of.afterId; after !== undefined; ) {
      const values = [of.directoryId, of.groupId, after, MEMBERS_PER_PAGE, types, references, endings];
      const page: readonly MembersAsTextRow[] = await database.query(membersAsText(generation.schema), values);
      if (page.length > 0) yield page.map(({ text }) => text).join();
      const isFull = page.reduce((sum, { count }) => sum + count, 0) === MEMBERS_PER_PAGE;
      after = isFull ? page.at(-1)?.last : undefined;
    }
  }

  async #readGroups(keys: readonly MemberKey[]): Promise<readonly (readonly GroupOf[])[]> {
    const { database, generation } = this.parts;
    const rows = await generation.model.groupsOf(database.brief, keys);
    const byMember = Map.groupBy(rows, ({ memberId }) => memberId);
    return keys.map(({ memberId }) => byMember.get(memberId) ?? []);
  }

  #readOwners(keys: readonly ClaimKey[]): Promise<readonly ClaimOwnerRow[]> {
    const { database, generation } = this.parts;
    return database.brief.query<ClaimOwnerRow>(ownersOfClaims(generation.schema), [
      keys.map(({ directoryId }) => directoryId),
      keys.map(({ scope }) => scope),
      keys.map(({ key }) => key),
    ]);
  }

  async #readByKeys(keys: readonly ResourceKey[]): Promise<readonly (StoredResource | 'parked' | undefined)[]> {
    const { database, generation } = this.parts;
    const rows = await database.brief.query<ResourceByKeyRow>(resourcesByKeys(generation.schema), [
      keys.map(({ directoryId }) => directoryId),
      keys.map(({ type }) => type),
      keys.map(({ id }) => id),
    ]);
    return keys.map(({ type, id }, at) => lookupOf(rows[at], type, id));
  }
}

const lookupOf = (
  row: ResourceByKeyRow | undefined,
  type: string,
  id: string,
): StoredResource | 'parked' | undefined => {
  if (!row) return undefined;
  if (row.parked) return 'parked';
  return row.version === null ? undefined : storedResource({ ...row, type, id, version: row.version });
};
