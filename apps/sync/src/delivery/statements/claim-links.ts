import type { Statement } from '#persistence';

/**
 * Takes dirty links for this owner and commits the intent: what may be followed by a POST is `creating`, or `uncertain` when
 * an earlier owner or attempt may have sent one; what an account was last brought to is in doubt until it is settled. A claim of another epoch is void, for an owner sends only while it holds
 * the lease. $1 target, $2 epoch, $3 links at most, $4 highest prio.
 */
export const claimLinks: Statement = {
  name: 'sync_claim_links',
  text: `
with picked as (
  select target_id, kind, object_id, applied_hash as was_hash
  from sync.target_link
  where target_id = $1 and desired_rev > applied_rev and next_at <= now() and prio <= $4
    and (halted is null or halted = 'parked') and claim_epoch is distinct from $2
    and exists (select from sync.target_runtime r
      where r.target_id = $1 and r.owner_epoch = $2 and r.lease_until > now())
  order by prio, next_at
  limit $3
  for update skip locked
)
update sync.target_link l
set claim_epoch = $2, halted = null, applied_hash = null,
  phase = case when l.remote_id is not null then l.phase
    when l.phase in ('creating', 'uncertain') then 'uncertain'
    when l.want = 'active' then 'creating'
    else l.phase end,
  uncertain_since = case when l.remote_id is null and l.phase in ('creating', 'uncertain')
    then coalesce(l.uncertain_since, now()) end
from picked p join sync.src_object o on o.kind = p.kind and o.object_id = p.object_id
where l.target_id = p.target_id and l.kind = p.kind and l.object_id = p.object_id and o.directory_id = l.directory_id
returning l.kind, l.object_id as "objectId", l.desired_rev as rev, l.want, l.phase, l.remote_id as "remoteId",
  l.applied, p.was_hash as "appliedHash", l.attempts, l.prio,
  coalesce(extract(epoch from now() - l.first_failed_at) * 1000, 0)::float8 as "failingForMs",
  coalesce(extract(epoch from now() - l.uncertain_since) * 1000, 0)::float8 as "uncertainForMs",
  l.event_id as "eventId", coalesce(l.request_id, o.request_id) as "requestId",
  coalesce(l.occurred_at, o.occurred_at) as "occurredAt", o.doc`,
};
