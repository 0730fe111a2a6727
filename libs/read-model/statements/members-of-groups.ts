import type { Statement } from '#persistence';

/** $1 directory, $2 groups, $3 limit per group */
export const membersOfGroups = (schema: string): Statement => ({
  name: `${schema}.members_of_groups`,
  text: `
select g.id as "groupId", m.member_id as value, m.member_type as type, m.display
  from unnest($2::uuid[]) as g (id)
 cross join lateral (
   select member_id, member_type, display
     from ${schema}.group_member
    where directory_id = $1 and group_id = g.id
    order by member_id
    limit $3
 ) m`,
});
