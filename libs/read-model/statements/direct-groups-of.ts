import type { Statement } from '#persistence';

/** $1 directory, $2 member ids */
export const directGroupsOf = (schema: string): Statement => ({
  name: `${schema}.direct_groups_of`,
  text: `
select m.member_id as "memberId", m.group_id as "groupId", g.display, true as "isDirect"
  from ${schema}.group_member m
  cross join lateral (
    select doc ->> 'displayName' as display from ${schema}.resource
     where directory_id = m.directory_id and type = 'Group' and id = m.group_id
    offset 0
  ) g
 where m.directory_id = $1 and m.member_id = any($2::uuid[])
 order by m.member_id, m.group_id`,
});
