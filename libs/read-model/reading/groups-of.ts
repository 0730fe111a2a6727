import type { Queryable } from '#persistence';
import { groupsOf } from '../statements/groups-of.js';

/** A group that a resource belongs to, RFC 7643 §4.1.2 `groups`. A group reached both ways is direct. */
export type GroupOf = {
  readonly memberId: string;
  readonly groupId: string;
  readonly display: string | null;
  readonly isDirect: boolean;
};

/** A user or group, whether it is in any group or not. */
export type MemberKey = { readonly directoryId: string; readonly memberId: string };

/**
 * Groups of each of these members and the groups of those groups, however deep. Circles end where they began: each
 * (member, group) pair is visited once.
 */
export const readGroupsOf =
  (schema: string) =>
  (queryable: Queryable, members: readonly MemberKey[]): Promise<readonly GroupOf[]> =>
    queryable.query<GroupOf>(groupsOf(schema), [
      members.map(({ directoryId }) => directoryId),
      members.map(({ memberId }) => memberId),
    ]);
