import type { Statement } from '#persistence';

/** $1 directory, $2 group, $3 after this id or null, $4 limit */
export const membersPage = (schema: string): Statement => ({
  name: `${schema}.members_page`,
  text: `
select member_id as value, member_type as type, display
  from ${schema}.group_member
 where directory_id = $1 and group_id = $2
   and member_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
 order by member_id
 limit $4`,
});
