/** What operators see; read by other apps through these views only. */
export const viewsSql = `
create view sync.status_link as
select target_id, kind, object_id, directory_id, want, coalesce(halted, phase) as phase,
  desired_rev > applied_rev as is_dirty, desired_rev, applied_rev, generation, remote_id, attempts,
  case when desired_rev > applied_rev then next_at end as next_at,
  case when desired_rev > applied_rev then dirty_since end as dirty_since,
  last_status, last_code, request_id, occurred_at
from sync.target_link;

create view sync.status_target as
select t.id as target_id, t.directory_id, t.name, t.profile, t.base_url, t.settings, t.on_delete,
  t.run_state, t.config_epoch, t.version,
  case when t.run_state <> 'active' then t.run_state
    when r.health <> 'ok' then r.health
    when r.breaker <> 'closed' then 'unreachable'
    when r.throttle_until > now() then 'throttled'
    when r.sweep is not null then r.sweep
    else 'active' end as state,
  r.health, r.breaker, r.breaker_until, r.throttle_until, r.probe_at, r.last_success_at, r.last_error,
  r.owner, r.lease_until > now() as is_owned, r.sweep, r.learned,
  l.links, l.linked, l.inactive, l.dirty, l.parked, l.conflict, l.held, l.oldest_dirty_at
from sync.target t
join sync.target_runtime r on r.target_id = t.id
left join lateral (
  select count(*) as links,
    count(*) filter (where phase = 'linked') as linked,
    count(*) filter (where phase = 'inactive') as inactive,
    count(*) filter (where desired_rev > applied_rev) as dirty,
    count(*) filter (where halted = 'parked') as parked,
    count(*) filter (where halted = 'conflict') as conflict,
    count(*) filter (where halted = 'held') as held,
    min(dirty_since) filter (where desired_rev > applied_rev) as oldest_dirty_at
  from sync.target_link where target_id = t.id
) l on true
where t.run_state <> 'removed';

create view sync.status_operation as
select id, at, target_id, kind, object_id, op, method, path, status, ms, outcome, changed, request, response,
  event_id, request_id, attempt
from sync.op_log;

create view sync.status_ingest as
select topic, partition, next_offset, src, idx,
  (select count(*) from sync.poison_event p where p.topic = o.topic and p.partition = o.partition) as poisoned
from sync.consumer_offset o;
`;
