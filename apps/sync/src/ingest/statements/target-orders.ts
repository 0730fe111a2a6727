import type { Statement } from '#persistence';

/** $1 id, $2 version, $3 directory, $4 name, $5 profile, $6 URL, $7 sealed secret, $8 settings, $9 on delete. */
export const addTarget: Statement = {
  name: 'sync_add_target',
  text: `
with added as (
  insert into sync.target (id, version, directory_id, name, profile, base_url, sealed_secret, settings, on_delete)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict do nothing
  returning id
)
insert into sync.target_runtime (target_id, sweep) select id, 'backfill' from added`,
};

/**
 * $1 id, $2 version, $3 name, $4 profile, $5 URL, $6 sealed secret, $7 settings, $8 on delete; null: as it was. Another
 * address may be another product: what is known of its accounts is dropped, each is looked up again, and what is under
 * way is settled no more.
 */
export const updateTarget: Statement = {
  name: 'sync_update_target',
  text: `
with before as (select id, base_url from sync.target where id = $1 and version <= $2 for update),
updated as (
  update sync.target t
  set version = $2, config_epoch = config_epoch + 1, name = coalesce($3, name), profile = coalesce($4, profile),
    base_url = coalesce($5, t.base_url), sealed_secret = coalesce($6, sealed_secret),
    settings = coalesce($7::jsonb, settings), on_delete = coalesce($8, on_delete)
  from before b where t.id = b.id
  returning t.id, t.base_url <> b.base_url as has_moved
),
runtime as (
  update sync.target_runtime r
  set health = 'ok', probe_at = null, probe_count = 0, breaker = 'closed', breaker_until = null, open_count = 0,
    throttle_until = null, last_error = null, learned = case when u.has_moved then '{}' else learned end,
    sweep = case when u.has_moved then 'resync' else sweep end,
    sweep_kind = case when u.has_moved then 'User' else sweep_kind end,
    sweep_after = case when u.has_moved then null else sweep_after end
  from updated u where r.target_id = u.id
),
memberships as (
  update sync.target_member m set have = false from updated u where m.target_id = u.id and u.has_moved and m.have
)
update sync.target_link l
set remote_id = case when u.has_moved then null else remote_id end,
  applied = case when u.has_moved then null else applied end,
  applied_hash = case when u.has_moved then null else applied_hash end,
  phase = case when u.has_moved and phase in ('linked', 'inactive', 'gone') then 'new' else phase end,
  claim_epoch = case when u.has_moved then null else claim_epoch end,
  halted = null, attempts = 0, next_at = now()
from updated u
where l.target_id = u.id and (u.has_moved or l.halted is not null)`,
};

/** $1 id, $2 version, $3 run state. */
export const setRunState: Statement = {
  name: 'sync_set_run_state',
  text: `
update sync.target set version = $2, config_epoch = config_epoch + 1, run_state = $3
where id = $1 and version <= $2 and run_state <> 'removed'`,
};

/** $1 id, $2 version. */
export const requestResync: Statement = {
  name: 'sync_request_resync',
  text: `
with ordered as (
  update sync.target set version = $2, config_epoch = config_epoch + 1
  where id = $1 and version <= $2 and run_state <> 'removed' returning id
)
update sync.target_runtime r set sweep = 'resync', sweep_kind = 'User', sweep_after = null from ordered o where r.target_id = o.id`,
};
