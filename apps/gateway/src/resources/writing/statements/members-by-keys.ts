import type { Statement } from '#persistence';

/** $1 directories, $2 groups, $3 members (same length): in that order, the membership, `type` null where there is none. */
export const membersByKeys = (schema: string): Statement => ({
  name: `${schema}.members_by_keys`,
  text: `
select k.member_id as value, m.member_type as type, m.display
  from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as k (directory_id, group_id, member_id, at)
  left join lateral (
    select * from ${schema}.group_member
     where directory_id = k.directory_id and group_id = k.group_id and member_id = k.member_id
    offset 0
  ) m on true
 order by k.at`,
});

export type MemberByKeyRow = { readonly value: string; readonly type: string | null; readonly display: string | null };
