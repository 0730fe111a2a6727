import type { Statement } from '#persistence';

/**
 * One page of the walk over a directory's objects, users before groups, that makes the links of a new target (`backfill`)
 * or has every one written again (`resync`). Objects that come meanwhile are linked by ingest: the key makes both safe.
 * $1 target, $2 epoch, $3 users a page, $4 groups a page. Says whether there is more; nothing when the walk is not ours.
 */
export const sweepPage: Statement = {
  name: 'sync_sweep_page',
  text: `
with walk as (
  select r.target_id, r.sweep, r.sweep_kind, r.sweep_after, t.directory_id, t.on_delete,
    case r.sweep_kind when 'User' then $3::int else $4::int end as page_size
  from sync.target_runtime r join sync.target t on t.id = r.target_id
  where r.target_id = $1 and r.owner_epoch = $2 and r.sweep is not null
  for update of r
),
page as (
  select o.*, w.on_delete from walk w
  cross join lateral (
    select * from sync.src_object o
    where o.directory_id = w.directory_id and o.kind = w.sweep_kind
      and (w.sweep_after is null or o.object_id > w.sweep_after)
    order by o.object_id limit w.page_size
  ) o
),
wanted as (
  select p.*, case when p.is_deleted then
      case when p.on_delete = 'leave' then 'leave'
        when p.on_delete = 'deactivate' and p.kind = 'User' then 'inactive' else 'absent' end
    when p.active then 'active' else 'inactive' end as want,
    case p.kind when 'User' then 9 else 10 end as prio
  from page p
),
marked as (
  insert into sync.target_link as l
    (target_id, kind, object_id, directory_id, desired_rev, want, prio, event_id, request_id, occurred_at)
  select $1, w.kind, w.object_id, w.directory_id, nextval('sync.revision'), w.want, w.prio, w.event_id, w.request_id, now()
  from wanted w
  where w.want = 'active' or exists (
    select from sync.target_link x where x.target_id = $1 and x.kind = w.kind and x.object_id = w.object_id)
  order by w.kind, w.object_id
  on conflict (target_id, kind, object_id) do update
  set desired_rev = excluded.desired_rev, want = excluded.want, applied_hash = null,
    halted = null, attempts = 0, next_at = now(), occurred_at = excluded.occurred_at,
    prio = case when l.desired_rev > l.applied_rev then least(l.prio, excluded.prio) else excluded.prio end,
    dirty_since = case when l.desired_rev > l.applied_rev then l.dirty_since else now() end
  where (select sweep from walk) = 'resync'
),
memberships as (
  insert into sync.target_member as m (target_id, group_id, member_id, want)
  select $1, s.group_id, s.member_id, true
  from page p join sync.src_member s on s.directory_id = p.directory_id and s.group_id = p.object_id
  where p.kind = 'Group' and s.is_present and s.member_kind = 'User'
  order by s.group_id, s.member_id
  on conflict (target_id, group_id, member_id) do update
  set have = case when (select sweep from walk) = 'resync' then false else m.have end
),
seen as (
  select max(p.object_id::text)::uuid as last, count(p.object_id) < w.page_size as is_end
  from walk w left join page p on true group by w.page_size
),
moved as (
  update sync.target_runtime r
  set sweep_after = case when not s.is_end then s.last end,
    sweep_kind = case when s.is_end and r.sweep_kind = 'User' then 'Group' when s.is_end then 'User' else r.sweep_kind end,
    sweep = case when s.is_end and r.sweep_kind = 'Group' then null else r.sweep end
  from seen s
  where r.target_id = $1
  returning r.sweep
)
select sweep is not null as "hasMore" from moved`,
};
