import type { Statement } from '#persistence';

/** Keeps how far was folded. $1 topic, $2 partition, $3 next offset, $4 src, $5 idx. */
export const advancePartition: Statement = {
  name: 'sync_advance_partition',
  text: `
update sync.consumer_offset set next_offset = $3, src = $4, idx = $5 where topic = $1 and partition = $2`,
};
