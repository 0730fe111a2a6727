import type { Statement } from '#persistence';

/**
 * $1 most records of a partition. The oldest records past their topic's retention. Times ascend with offsets, so only
 * the first ones are looked at. Gives how many went, per partition.
 */
export const deleteExpired: Statement = {
  name: 'log_delete_expired',
  text: `
    with oldest as (
      select p.topic_id, p.partition, r."offset"
      from log.partition p
      join log.topic t using (topic_id)
      cross join lateral (
        select "offset", appended_at from log.record
        where topic_id = p.topic_id and partition = p.partition order by "offset" limit $1
      ) r
      where t.retention_ms is not null
        and r.appended_at < extract(epoch from clock_timestamp()) * 1000 - t.retention_ms
    ), gone as (
      delete from log.record r using oldest o
      where r.topic_id = o.topic_id and r.partition = o.partition and r."offset" = o."offset"
      returning r.topic_id, r.partition
    )
    select count(*) as records from gone group by topic_id, partition`,
};
