import type { Statement } from '#persistence';

export const parkedAggregates = (schema: string): Statement => ({
  name: `${schema}.parked_aggregates`,
  text: `
select p.directory_id as "directoryId", p.type, p.id, p.partition, p.from_offset as "fromOffset", p.error,
       p.parked_at as "parkedAt",
       (select count(*) from ${schema}.parked_event e
         where e.directory_id = p.directory_id and e.type = p.type and e.id = p.id)::int as "waitingEvents"
  from ${schema}.parked p
 order by p.parked_at, p.id
 limit 1000`,
});
