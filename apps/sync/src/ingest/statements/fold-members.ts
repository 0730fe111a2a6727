import type { Statement } from '#persistence';

/**
 * Takes over newer memberships and marks their groups, whatever is known of the product: a request under way may be about to
 * change that. A membership may come before its user or its group.
 * $1 rows of src_member as JSON. Gives the targets that have something to do.
 */
export const foldMembers: Statement = {
  name: 'sync_fold_members',
  text: `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as g(directory_id uuid, group_id uuid, member_id uuid, member_kind text,
    version bigint, is_present boolean)
),
changed as (
  insert into sync.src_member as m (directory_id, group_id, member_id, member_kind, version, is_present)
  select directory_id, group_id, member_id, member_kind, version, is_present from given
  order by directory_id, group_id, member_id
  on conflict (directory_id, group_id, member_id) do update
  set version = excluded.version, is_present = excluded.is_present, member_kind = excluded.member_kind
  where excluded.version >= m.version
  returning m.directory_id, m.group_id, m.member_id, m.member_kind, m.is_present
),
wanted as (
  insert into sync.target_member as m (target_id, group_id, member_id, want)
  select t.id, c.group_id, c.member_id, c.is_present
  from changed c join sync.target t on t.directory_id = c.directory_id and t.run_state <> 'removed'
  where c.member_kind = 'User' and (c.is_present or exists (
    select from sync.target_member x
    where x.target_id = t.id and x.group_id = c.group_id and x.member_id = c.member_id))
  order by t.id, c.group_id, c.member_id
  on conflict (target_id, group_id, member_id) do update set want = excluded.want
  returning m.target_id, m.group_id, m.want
),
touched as (
  select target_id, group_id, bool_or(not want) as takes_away from wanted group by target_id, group_id
),
marked as (
  update sync.target_link l
  set desired_rev = nextval('sync.revision'), next_at = now(), halted = null, attempts = 0, first_failed_at = null,
    prio = least(case when o.takes_away then 0 else 6 end, case when l.desired_rev > l.applied_rev then l.prio else 10 end),
    dirty_since = case when l.desired_rev > l.applied_rev then l.dirty_since else now() end
  from touched o
  where l.target_id = o.target_id and l.kind = 'Group' and l.object_id = o.group_id
  returning l.target_id
)
select distinct target_id from marked`,
};

/** The groups that users are members of. $1 user ids. Gives rows of src_member. */
export const membershipsOf: Statement = {
  name: 'sync_memberships_of',
  text: `
select directory_id, group_id, member_id, member_kind, version, false as is_present
from sync.src_member where member_id = any($1::uuid[]) and is_present`,
};

/** $1 ids of groups that were deleted: with them all their memberships. */
export const dropGroups: Statement = {
  name: 'sync_drop_groups',
  text: `
with dropped as (delete from sync.target_member where group_id = any($1::uuid[]))
delete from sync.src_member where group_id = any($1::uuid[])`,
};
