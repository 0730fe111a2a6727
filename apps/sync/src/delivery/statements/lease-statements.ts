import type { Statement } from '#persistence';

/** Takes every active target without a living owner. $1 owner, $2 lease ms, $3 targets to leave alone. */
export const acquireTargets: Statement = {
  name: 'sync_acquire_targets',
  text: `
update sync.target_runtime r
set owner = $1, owner_epoch = r.owner_epoch + 1, lease_until = now() + $2 * interval '1 ms'
from sync.target t
where t.id = r.target_id and t.run_state = 'active' and r.lease_until <= now() and r.target_id <> all($3::uuid[])
returning r.target_id as "targetId", r.owner_epoch as epoch`,
};

/** Keeps leases. $1 owner, $2 lease ms. Gives those that are still ours. */
export const renewLeases: Statement = {
  name: 'sync_renew_leases',
  text: `
update sync.target_runtime
set lease_until = now() + $2 * interval '1 ms'
where owner = $1 and lease_until > now()
returning target_id as "targetId", owner_epoch as epoch`,
};

/** Hands a target over at once. $1 target, $2 epoch. */
export const releaseTarget: Statement = {
  name: 'sync_release_target',
  text: `
update sync.target_runtime set owner = null, lease_until = now() where target_id = $1 and owner_epoch = $2`,
};
