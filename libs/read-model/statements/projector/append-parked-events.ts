import type { Statement } from '#persistence';

/** $1 events {directory_id, type, id, src, idx, version, effective_time, event} as a JSON array */
export const appendParkedEvents = (schema: string): Statement => ({
  name: `${schema}.append_parked_events`,
  text: `
insert into ${schema}.parked_event (directory_id, type, id, src, idx, version, effective_time, event)
select w.directory_id, w.type, w.id, w.src, w.idx, w.version, w.effective_time, w.event
  from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid, src bigint, idx int, version bigint,
       effective_time bigint, event jsonb)
    on conflict do nothing`,
});
