import type { Statement } from '#persistence';

/** $1 directory, $2 group, $3 member ids */
export const membersPresent = (schema: string): Statement => ({
  name: `${schema}.members_present`,
  text: `
select member_id as value, member_type as type, display
  from ${schema}.group_member
 where directory_id = $1 and group_id = $2 and member_id = any($3::uuid[])`,
});
