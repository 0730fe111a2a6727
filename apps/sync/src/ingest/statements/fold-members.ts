import type { Statement } from '#persistence';

/** Takes over newer memberships. $1 rows of src_member as JSON. */
export const foldMembers: Statement = {
  name: 'sync_fold_members',
  text: `
insert into sync.src_member as m (directory_id, group_id, member_id, member_kind, version, is_present)
select directory_id, group_id, member_id, member_kind, version, is_present
from jsonb_to_recordset($1::jsonb) as g(directory_id uuid, group_id uuid, member_id uuid, member_kind text,
  version bigint, is_present boolean)
order by directory_id, group_id, member_id
on conflict (directory_id, group_id, member_id) do update
set version = excluded.version, is_present = excluded.is_present, member_kind = excluded.member_kind
where excluded.version >= m.version`,
};
