import type { Statement } from '#persistence';

/** Makes the partition's row; gives the next offset to read. $1 topic, $2 partition. */
export const startPartition: Statement = {
  name: 'sync_start_partition',
  text: `
with made as (
  insert into sync.consumer_offset (topic, partition) values ($1, $2) on conflict do nothing returning next_offset
)
select next_offset from made
union all
select next_offset from sync.consumer_offset where topic = $1 and partition = $2
limit 1`,
};
