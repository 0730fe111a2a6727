import type { Statement } from '#persistence';

/**
 * Writes what came of claimed links, as long as the claim stands. $1 target, $2 epoch, $3 settlements as JSON. An object
 * that changed meanwhile stays dirty and is not halted. Gives the links that have more to do, and in how many ms.
 */
export const settleLinks: Statement = {
  name: 'sync_settle_links',
  text: `
with given as (
  select * from jsonb_to_recordset($3::jsonb) as g(kind text, "objectId" uuid, rev bigint, "isApplied" boolean,
    phase text, halted text, "remoteId" text, "remoteEtag" text, applied jsonb, "appliedHash" text,
    "isRecreated" boolean, attempts int, "delayMs" float8, uncertainty text, status int, code text)
),
locked as (
  select l.target_id, l.kind, l.object_id from sync.target_link l
  join given g on g.kind = l.kind and g."objectId" = l.object_id
  where l.target_id = $1 and l.claim_epoch = $2
  order by l.kind, l.object_id
  for update of l
)
update sync.target_link l
set claim_epoch = null,
  applied_rev = case when g."isApplied" then greatest(l.applied_rev, g.rev) else l.applied_rev end,
  phase = g.phase,
  halted = case when l.desired_rev = g.rev then g.halted end,
  remote_id = g."remoteId",
  remote_etag = coalesce(g."remoteEtag", case when g."remoteId" = l.remote_id then l.remote_etag end),
  applied = g.applied, applied_hash = g."appliedHash",
  generation = l.generation + case when g."isRecreated" then 1 else 0 end,
  attempts = case when l.desired_rev = g.rev then g.attempts else 0 end,
  first_failed_at = case when g.attempts > 0 then coalesce(l.first_failed_at, now()) end,
  uncertain_since = case g.uncertainty when 'start' then now() when 'keep' then l.uncertain_since end,
  next_at = now() + case when l.desired_rev = g.rev or g.phase = 'uncertain' then g."delayMs" else 0 end * interval '1 ms',
  last_status = g.status, last_code = g.code
from locked k join given g on g.kind = k.kind and g."objectId" = k.object_id
where l.target_id = k.target_id and l.kind = k.kind and l.object_id = k.object_id
returning l.object_id as "objectId", l.desired_rev > l.applied_rev as "isDirty",
  greatest(0, extract(epoch from l.next_at - now()) * 1000)::float8 as "dueInMs"`,
};
