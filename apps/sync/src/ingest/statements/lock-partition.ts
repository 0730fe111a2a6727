import type { Statement } from '#persistence';

/** Locks the partition's row for the rest of the transaction and gives where it stands. $1 topic, $2 partition. */
export const lockPartition: Statement = {
  name: 'sync_lock_partition',
  text: 'select next_offset, src, idx from sync.consumer_offset where topic = $1 and partition = $2 for update',
};
