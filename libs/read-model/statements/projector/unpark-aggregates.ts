import type { Statement } from '#persistence';

/** $1 aggregates {directory_id, type, id} as a JSON array */
export const unparkAggregates = (schema: string): Statement => ({
  name: `${schema}.unpark_aggregates`,
  text: `
with released as materialized (
  select directory_id, type, id from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid)
), events as (
  delete from ${schema}.parked_event e using released w
   where e.directory_id = w.directory_id and e.type = w.type and e.id = w.id
)
delete from ${schema}.parked p using released w
 where p.directory_id = w.directory_id and p.type = w.type and p.id = w.id`,
});
