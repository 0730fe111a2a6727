import type { Queryable } from '#persistence';
import { directGroupsOf } from '../statements/direct-groups-of.js';
import { groupsOf } from '../statements/groups-of.js';

/** A group that a resource belongs to, RFC 7643 §4.1.2 `groups`. A group reached both ways is direct. */
export type GroupOf = {
  readonly memberId: string;
  readonly groupId: string;
  readonly display: string | null;
  readonly isDirect: boolean;
};

/**
 * Groups of each of these members; with `indirect` also the groups of those groups, however deep. Circles end where
 * they began: each (member, group) pair is visited once.
 */
export const readGroupsOf =
  (schema: string) =>
  (
    queryable: Queryable,
    query: { readonly directoryId: string; readonly memberIds: readonly string[]; readonly indirect: boolean },
  ): Promise<readonly GroupOf[]> => {
    const { directoryId, memberIds } = query;
    if (!query.indirect) return queryable.query<GroupOf>(directGroupsOf(schema), [directoryId, memberIds]);
    return readGroupsOfMembers(schema)(
      queryable,
      memberIds.map((memberId) => ({ directoryId, memberId })),
    );
  };

/** The same with `indirect`, of members of several directories. */
export const readGroupsOfMembers =
  (schema: string) =>
  (
    queryable: Queryable,
    members: readonly { readonly directoryId: string; readonly memberId: string }[],
  ): Promise<readonly GroupOf[]> =>
    queryable.query<GroupOf>(groupsOf(schema), [
      members.map(({ directoryId }) => directoryId),
      members.map(({ memberId }) => memberId),
    ]);
