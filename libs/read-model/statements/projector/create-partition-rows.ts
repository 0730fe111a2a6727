import type { Statement } from '#persistence';

/** $1 number of partitions */
export const createPartitionRows = (schema: string): Statement => ({
  name: `${schema}.create_partition_rows`,
  text: `
insert into ${schema}.partition_progress (partition)
select generate_series(0, $1::int - 1)
    on conflict do nothing`,
});
