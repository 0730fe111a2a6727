import type { Statement } from '#persistence';

/** Keeps what was folded and wakes the owners once this commits. $1 topic, $2 partition, $3 next offset, $4 src, $5 idx, $6 notice. */
export const advancePartition: Statement = {
  name: 'sync_advance_partition',
  text: `
with moved as (
  update sync.consumer_offset set next_offset = $3, src = $4, idx = $5 where topic = $1 and partition = $2
)
select pg_notify('sync', $6) where $6 <> ''`,
};
