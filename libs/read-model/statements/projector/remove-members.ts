import type { Statement } from '#persistence';

/** $1 members {directory_id, group_id, member_id} */
export const removeMembers = (schema: string): Statement => ({
  name: `${schema}.remove_members`,
  text: `
delete from ${schema}.group_member m
 using jsonb_to_recordset($1::jsonb) as w (directory_id uuid, group_id uuid, member_id uuid)
 where m.directory_id = w.directory_id and m.group_id = w.group_id and m.member_id = w.member_id`,
});
