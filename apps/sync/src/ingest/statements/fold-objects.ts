import type { Statement } from '#persistence';

/**
 * Takes over newer states and marks their links. A link comes into being when its object is first wanted active.
 * $1 rows of src_object as JSON, $2 kinds that have links. Gives the targets that have something to do.
 */
export const foldObjects: Statement = {
  name: 'sync_fold_objects',
  text: `
with given as (
  select * from jsonb_to_recordset($1::jsonb) as g(directory_id uuid, kind text, object_id uuid, version bigint,
    doc jsonb, active boolean, is_deleted boolean, event_id uuid, request_id text, occurred_at timestamptz)
),
changed as (
  insert into sync.src_object as o
    (directory_id, kind, object_id, version, doc, active, is_deleted, event_id, request_id, occurred_at)
  select directory_id, kind, object_id, version, doc, active, is_deleted, event_id, request_id, occurred_at
  from given order by directory_id, kind, object_id
  on conflict (directory_id, kind, object_id) do update
  set version = excluded.version, doc = excluded.doc, active = excluded.active, is_deleted = excluded.is_deleted,
    event_id = excluded.event_id, request_id = excluded.request_id, occurred_at = excluded.occurred_at
  where excluded.version >= o.version and not o.is_deleted
  returning o.directory_id, o.kind, o.object_id, o.active, o.is_deleted, o.event_id, o.request_id, o.occurred_at
),
wanted as (
  select t.id as target_id, c.*,
    case when c.is_deleted then
        case when t.on_delete = 'leave' then 'leave'
          when t.on_delete = 'deactivate' and c.kind = 'User' then 'inactive' else 'absent' end
      when c.active then 'active' else 'inactive' end as want
  from changed c
  join sync.target t on t.directory_id = c.directory_id and t.run_state <> 'removed'
  where c.kind = any($2::text[])
),
marked as (
  insert into sync.target_link as l
    (target_id, kind, object_id, directory_id, desired_rev, want, prio, event_id, request_id, occurred_at)
  select w.target_id, w.kind, w.object_id, w.directory_id, nextval('sync.revision'), w.want,
    case when w.want <> 'active' then 0 when w.kind = 'User' then 5 else 6 end, w.event_id, w.request_id, w.occurred_at
  from wanted w
  where w.want = 'active' or exists (
    select from sync.target_link x where x.target_id = w.target_id and x.kind = w.kind and x.object_id = w.object_id)
  order by w.target_id, w.kind, w.object_id
  on conflict (target_id, kind, object_id) do update
  set desired_rev = excluded.desired_rev, want = excluded.want, event_id = excluded.event_id,
    request_id = excluded.request_id, occurred_at = excluded.occurred_at,
    next_at = now(), halted = null, attempts = 0, first_failed_at = null,
    prio = case when l.desired_rev > l.applied_rev then least(l.prio, excluded.prio) else excluded.prio end,
    dirty_since = case when l.desired_rev > l.applied_rev then l.dirty_since else now() end
  returning l.target_id
)
select distinct target_id from marked`,
};
