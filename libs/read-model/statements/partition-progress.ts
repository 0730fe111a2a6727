import type { Statement } from '#persistence';

export const partitionProgress = (schema: string): Statement => ({
  name: `${schema}.partition_progress`,
  text: `
select p.partition, p.next_offset as "nextOffset", p.effective_time as "effectiveTime",
       coalesce(s.src, -1) as "publishedOffset"
  from ${schema}.partition_progress p
  left join core.publish_progress s on s.partition = p.partition
 order by p.partition`,
});
