import type { Statement } from '#persistence';

/**
 * $1 directories, $2 members (same length): the groups of each, directly and through other groups. `union` keeps each
 * pair once, which is also what ends a circle of nested groups.
 */
export const groupsOfMembers = (schema: string): Statement => ({
  name: `${schema}.groups_of_members`,
  text: `
with recursive above (directory_id, member_id, group_id) as (
  select m.directory_id, m.member_id, m.group_id
    from unnest($1::uuid[], $2::uuid[]) as asked (directory_id, member_id)
    join ${schema}.group_member m on m.directory_id = asked.directory_id and m.member_id = asked.member_id
  union
  select a.directory_id, a.member_id, m.group_id
    from above a
    join ${schema}.group_member m on m.directory_id = a.directory_id and m.member_id = a.group_id
)
select a.member_id as "memberId", a.group_id as "groupId", g.doc ->> 'displayName' as display,
       exists (select 1 from ${schema}.group_member d
                where d.directory_id = a.directory_id and d.group_id = a.group_id
                  and d.member_id = a.member_id) as "isDirect"
  from above a
  join ${schema}.resource g on g.directory_id = a.directory_id and g.type = 'Group' and g.id = a.group_id
 where a.member_id <> a.group_id
 order by a.member_id, a.group_id`,
});
