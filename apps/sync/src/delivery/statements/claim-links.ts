import type { Statement } from '#persistence';

/**
 * Takes dirty links for this owner and commits the intent: what may be followed by a POST is `creating`, or `uncertain` when
 * an earlier owner or attempt may have sent one; what an account was last brought to is in doubt until it is settled. A
 * claim of another epoch is void, for an owner sends only while it holds the lease. $1 target, $2 epoch, $3 links at most,
 * $4 highest prio.
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
from picked p
where l.target_id = p.target_id and l.kind = p.kind and l.object_id = p.object_id
returning l.kind, l.object_id as "objectId", l.phase, p.was_hash as "appliedHash"`,
};

/**
 * Reads claimed links with their objects. A statement of its own: one that waits for a row sees the others as they were
 * before, and could marry a new wish to old attributes. Here all are of one moment. $1 target, $2 epoch, $3 rows of
 * `claimLinks` as JSON.
 */
export const readClaimed: Statement = {
  name: 'sync_read_claimed',
  text: `
select l.kind, l.object_id as "objectId", l.desired_rev as rev, l.want, g.phase, l.remote_id as "remoteId",
  l.applied, g."appliedHash", l.attempts, l.prio,
  coalesce(extract(epoch from now() - l.first_failed_at) * 1000, 0)::float8 as "failingForMs",
  coalesce(extract(epoch from now() - l.uncertain_since) * 1000, 0)::float8 as "uncertainForMs",
  l.event_id as "eventId", coalesce(l.request_id, o.request_id) as "requestId",
  coalesce(l.occurred_at, o.occurred_at) as "occurredAt", o.doc
from jsonb_to_recordset($3::jsonb) as g(kind text, "objectId" uuid, phase text, "appliedHash" text)
join sync.target_link l on l.target_id = $1 and l.kind = g.kind and l.object_id = g."objectId" and l.claim_epoch = $2
join sync.src_object o on o.directory_id = l.directory_id and o.kind = l.kind and o.object_id = l.object_id
order by l.prio, l.next_at`,
};
