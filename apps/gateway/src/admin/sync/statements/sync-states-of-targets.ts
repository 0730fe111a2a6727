import type { Statement } from '#persistence';

/** Sync's own schema, through its public view only. */
export const syncStatesOfTargets: Statement = {
  name: 'sync_states_of_targets',
  text: `
select target_id, state, links, linked, inactive, dirty, parked, conflict, held, oldest_dirty_at, last_success_at,
       last_error, sweep
  from sync.status_target
 where target_id = any($1::uuid[])`,
};

export type SyncStateRow = {
  readonly target_id: string;
  readonly state: string;
  readonly links: number;
  readonly linked: number;
  readonly inactive: number;
  readonly dirty: number;
  readonly parked: number;
  readonly conflict: number;
  readonly held: number;
  readonly oldest_dirty_at: Date | null;
  readonly last_success_at: Date | null;
  readonly last_error: string | null;
  readonly sweep: string | null;
};
