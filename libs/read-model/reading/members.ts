import type { Queryable } from '#persistence';
import { membersOfGroups } from '../statements/members-of-groups.js';
import { membersPage } from '../statements/members-page.js';
import { membersPresent } from '../statements/members-present.js';

export type StoredMember = { readonly value: string; readonly type: string; readonly display: string | null };

export type MembersQuery = {
  readonly directoryId: string;
  readonly groupId: string;
  /** Start behind this member id; members are ordered by id. */
  readonly afterId?: string;
  readonly limit: number;
};

/** A page of one group's members: walk a large group by passing the last id seen. */
export const readMembers =
  (schema: string) =>
  (queryable: Queryable, query: MembersQuery): Promise<readonly StoredMember[]> =>
    queryable.query<StoredMember>(membersPage(schema), [
      query.directoryId,
      query.groupId,
      query.afterId ?? null,
      query.limit,
    ]);

/** Members of several groups at once, for lists; at most `limitPerGroup` each, in the order of ids. */
export const readMembersOfGroups =
  (schema: string) =>
  (
    queryable: Queryable,
    query: { readonly directoryId: string; readonly groupIds: readonly string[]; readonly limitPerGroup: number },
  ): Promise<readonly (StoredMember & { readonly groupId: string })[]> =>
    queryable.query(membersOfGroups(schema), [query.directoryId, query.groupIds, query.limitPerGroup]);

/** Which of these ids are members, so that an add or remove becomes a difference without reading the group. */
export const readPresentMembers =
  (schema: string) =>
  (
    queryable: Queryable,
    query: { readonly directoryId: string; readonly groupId: string; readonly ids: readonly string[] },
  ): Promise<readonly StoredMember[]> =>
    queryable.query<StoredMember>(membersPresent(schema), [query.directoryId, query.groupId, query.ids]);
