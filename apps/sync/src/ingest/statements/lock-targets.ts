import type { Statement } from '#persistence';

/*
 * Targets and objects come in different partitions. Whoever adds a target must see every object committed so far, and
 * whoever adds objects every target: objects share this lock, orders to targets and walks over the objects take it alone.
 */
const lockNumber = 7_236_013_001;

export const shareTargets: Statement = {
  name: 'sync_share_targets',
  text: `select pg_advisory_xact_lock_shared(${lockNumber})`,
};

export const takeTargets: Statement = {
  name: 'sync_take_targets',
  text: `select pg_advisory_xact_lock(${lockNumber})`,
};
