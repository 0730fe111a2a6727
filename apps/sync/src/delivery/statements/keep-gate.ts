import type { Statement } from '#persistence';

/**
 * Keeps what the owner knows of its target for whoever owns it next. $1 target, $2 epoch, $3 breaker, $4 open for ms,
 * $5 open count, $6 health, $7 probe in ms, $8 probe count, $9 throttled for ms, $10 learned, $11 last error.
 */
export const keepGate: Statement = {
  name: 'sync_keep_gate',
  text: `
update sync.target_runtime
set breaker = $3, breaker_until = case when $4::float8 > 0 then now() + $4 * interval '1 ms' end, open_count = $5,
  health = $6, probe_at = case when $7::float8 > 0 then now() + $7 * interval '1 ms' end, probe_count = $8,
  throttle_until = case when $9::float8 > 0 then now() + $9 * interval '1 ms' end,
  learned = $10::jsonb, last_error = $11
where target_id = $1 and owner_epoch = $2`,
};

/** $1 target, $2 epoch. */
export const keepSuccess: Statement = {
  name: 'sync_keep_success',
  text: 'update sync.target_runtime set last_success_at = now() where target_id = $1 and owner_epoch = $2',
};
