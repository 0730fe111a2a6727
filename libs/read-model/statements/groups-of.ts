import type { Statement } from '#persistence';

/** $1 directory, $2 member ids. `union` keeps each pair once, which is also what ends a circle of nested groups. */
export const groupsOf = (schema: string): Statement => ({
  name: `${schema}.groups_of`,
  text: `
with recursive above (member_id, group_id) as (
  select member_id, group_id
    from ${schema}.group_member
   where directory_id = $1 and member_id = any($2::uuid[])
  union
  select a.member_id, m.group_id
    from above a
    join ${schema}.group_member m on m.directory_id = $1 and m.member_id = a.group_id
)
select a.member_id as "memberId", a.group_id as "groupId", g.doc ->> 'displayName' as display,
       exists (select 1 from ${schema}.group_member d
                where d.directory_id = $1 and d.group_id = a.group_id and d.member_id = a.member_id) as "isDirect"
  from above a
  join ${schema}.resource g on g.directory_id = $1 and g.type = 'Group' and g.id = a.group_id
 where a.member_id <> a.group_id
 order by a.member_id, a.group_id`,
});
