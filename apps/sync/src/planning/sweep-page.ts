import type { Statement } from '#persistence';

/**
 * One page of the walk over a directory's objects that makes the links of a new target (`backfill`) or has every one written
 * again (`resync`). Objects that come meanwhile are linked by ingest: the key makes both safe. $1 target, $2 epoch,
 * $3 kind, $4 objects a page. Gives the last object of the page; nothing when the walk is over or not ours any more.
 */
export const sweepPage: Statement = {
  name: 'sync_sweep_page',
  text: `
with walk as (
  select r.target_id, r.sweep, r.sweep_after, t.directory_id, t.on_delete
  from sync.target_runtime r join sync.target t on t.id = r.target_id
  where r.target_id = $1 and r.owner_epoch = $2 and r.sweep is not null
  for update of r
),
page as (
  select o.*, w.sweep, w.on_delete from walk w
  cross join lateral (
    select * from sync.src_object o
    where o.directory_id = w.directory_id and o.kind = $3 and (w.sweep_after is null or o.object_id > w.sweep_after)
    order by o.object_id limit $4
  ) o
),
wanted as (
  select p.*, case when p.is_deleted then
      case p.on_delete when 'delete' then 'absent' when 'deactivate' then 'inactive' else 'leave' end
    when p.active then 'active' else 'inactive' end as want
  from page p
),
marked as (
  insert into sync.target_link as l
    (target_id, kind, object_id, directory_id, desired_rev, want, prio, event_id, request_id, occurred_at)
  select $1, w.kind, w.object_id, w.directory_id, nextval('sync.revision'), w.want, 9, w.event_id, w.request_id, now()
  from wanted w
  where w.want = 'active' or exists (
    select from sync.target_link x where x.target_id = $1 and x.kind = w.kind and x.object_id = w.object_id)
  order by w.kind, w.object_id
  on conflict (target_id, kind, object_id) do update
  set desired_rev = excluded.desired_rev, want = excluded.want, applied_hash = null,
    halted = null, attempts = 0, next_at = now(), occurred_at = excluded.occurred_at,
    prio = case when l.desired_rev > l.applied_rev then least(l.prio, 9) else 9 end,
    dirty_since = case when l.desired_rev > l.applied_rev then l.dirty_since else now() end
  where (select sweep from walk) = 'resync'
),
moved as (
  update sync.target_runtime r
  set sweep_after = p.last, sweep = case when p.objects < $4 then null else r.sweep end
  from (select max(object_id::text)::uuid as last, count(*)::int as objects from page) p
  where r.target_id = $1 and exists (select from walk)
  returning r.sweep
)
select sweep is not null as "hasMore" from moved`,
};
