import type { Statement } from '#persistence';

/** Every active target and the state of its settings. */
export const activeTargets: Statement = {
  name: 'sync_active_targets',
  text: `select id, config_epoch as "configEpoch" from sync.target where run_state = 'active'`,
};

/** What the owner of a target needs. $1 target. */
export const readTarget: Statement = {
  name: 'sync_read_target',
  text: `
select t.id, t.directory_id as "directoryId", t.name, t.profile, t.base_url as "baseUrl",
  t.sealed_secret as "sealedSecret", t.settings, t.config_epoch as "configEpoch",
  r.breaker, r.open_count as "openCount", r.health, r.probe_count as "probeCount", r.learned, r.sweep,
  greatest(0, coalesce(extract(epoch from r.breaker_until - now()) * 1000, 0))::float8 as "breakerForMs",
  greatest(0, coalesce(extract(epoch from r.probe_at - now()) * 1000, 0))::float8 as "probeInMs",
  greatest(0, coalesce(extract(epoch from r.throttle_until - now()) * 1000, 0))::float8 as "throttledForMs"
from sync.target t join sync.target_runtime r on r.target_id = t.id
where t.id = $1`,
};
