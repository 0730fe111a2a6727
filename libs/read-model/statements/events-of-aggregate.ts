import type { Statement } from '#persistence';
import { eventColumns } from './event-columns.js';

/** $1 directory, $2 aggregate, $3 limit */
export const eventsOfAggregate = (schema: string): Statement => ({
  name: `${schema}.events_of_aggregate`,
  text: `
select ${eventColumns('e')}
  from ${schema}.event e
 where e.aggregate_id = $2 and e.directory_id = $1
 order by e.partition desc, e.src desc, e.idx desc
 limit $3`,
});
