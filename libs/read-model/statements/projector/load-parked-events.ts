import type { Statement } from '#persistence';

/** $1 aggregates {directory_id, type, id} as a JSON array */
export const loadParkedEvents = (schema: string): Statement => ({
  name: `${schema}.load_parked_events`,
  text: `
select e.directory_id as "directoryId", e.type, e.id, e.event
  from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid)
  join ${schema}.parked_event e on e.directory_id = w.directory_id and e.type = w.type and e.id = w.id
 order by e.src, e.idx`,
});
