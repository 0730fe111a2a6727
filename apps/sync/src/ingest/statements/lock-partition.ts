import type { Statement } from '#persistence';

/**
 * Locks the partition's row for the rest of the transaction and gives where it stands. $1 topic, $2 partition.
 *
 * The commit need not be on disk before the next batch: should a crash take it back, the offset goes back with it, and
 * the log says it again. What is sent to a product comes after a commit that is, and with it all before it.
 */
export const lockPartition: Statement = {
  name: 'sync_lock_partition',
  text: `
select next_offset, src, idx, set_config('synchronous_commit', 'off', true)
from sync.consumer_offset where topic = $1 and partition = $2 for update`,
};
