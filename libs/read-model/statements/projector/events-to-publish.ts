import type { Statement } from '#persistence';
import { eventColumns } from '../event-columns.js';

/**
 * $1 partition. Events that are not yet on the lifecycle log, in their order; none unless this generation is the one
 * in use. At least one, otherwise no more than 500 and about 1 MB.
 */
export const eventsToPublish = (schema: string): Statement => ({
  name: `${schema}.events_to_publish`,
  text: `
select ${eventColumns('e')}
  from (
    select next.*, sum(octet_length(next.sealed)) over (order by next.src, next.idx) as bytes,
           row_number() over (order by next.src, next.idx) as place
      from (
        select *
          from ${schema}.event
         where partition = $1
           and (src, idx) > (coalesce((select src from core.publish_progress where partition = $1), -1),
                             coalesce((select idx from core.publish_progress where partition = $1), -1))
           and (select active from core.projection_pointer) = '${schema}'
         order by src, idx
         limit 500
      ) next
  ) e
 where e.place = 1 or coalesce(e.bytes, 0) <= 1000000
 order by e.src, e.idx`,
});
