import type { Statement } from '#persistence';

/**
 * $1 directories, $2 members (same length): the groups of each, directly and through other groups. `union` keeps each
 * pair once, which is also what ends a circle of nested groups.
 */
export const groupsOf = (schema: string): Statement => ({
  name: `${schema}.groups_of`,
  text: `
with recursive above (directory_id, member_id, group_id) as (
  select m.directory_id, m.member_id, m.group_id
    from unnest($1::uuid[], $2::uuid[]) as asked (directory_id, member_id)
   cross join lateral (
      select directory_id, member_id, group_id from ${schema}.group_member
       where directory_id = asked.directory_id and member_id = asked.member_id
      offset 0
    ) m
  union
  select a.directory_id, a.member_id, m.group_id
    from above a
   cross join lateral (
      select group_id from ${schema}.group_member
       where directory_id = a.directory_id and member_id = a.group_id
      offset 0
    ) m
)
select a.member_id as "memberId", a.group_id as "groupId", g.display,
       exists (select 1 from ${schema}.group_member d
                where d.directory_id = a.directory_id and d.group_id = a.group_id
                  and d.member_id = a.member_id) as "isDirect"
  from above a
  cross join lateral (
    select doc ->> 'displayName' as display from ${schema}.resource
     where directory_id = a.directory_id and type = 'Group' and id = a.group_id
    offset 0
  ) g
 where a.member_id <> a.group_id
 order by a.member_id, a.group_id`,
});
