import type { Statement } from '#persistence';

/**
 * $1 members {directory_id, group_id, member_id, member_type, display}, $2 ids of what the batch deletes later. Whoever
 * was deleted before the group heard of it does not become a member; who is deleted behind it does, so that the deletion
 * finds it wherever a batch ends. A member that is there keeps its display when none is given.
 */
export const addMembers = (schema: string): Statement => ({
  name: `${schema}.add_members`,
  text: `
insert into ${schema}.group_member as m (directory_id, group_id, member_id, member_type, display)
select w.directory_id, w.group_id, w.member_id, w.member_type, w.display
  from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, group_id uuid, member_id uuid, member_type text,
       display text)
 where not exists (select 1 from ${schema}.aggregate_head h
                    where h.directory_id = w.directory_id and h.type = w.member_type and h.id = w.member_id
                      and h.deleted and h.id <> all($2::uuid[])
                   offset 0)
    on conflict (directory_id, group_id, member_id) do update
   set display = coalesce(excluded.display, m.display), member_type = excluded.member_type`,
});
