import type { Statement } from '#persistence';

/** $1 aggregates {directory_id, type, id, from_offset, error} as a JSON array, $2 partition */
export const parkAggregates = (schema: string): Statement => ({
  name: `${schema}.park_aggregates`,
  text: `
insert into ${schema}.parked (directory_id, type, id, partition, from_offset, error)
select w.directory_id, w.type, w.id, $2::int, w.from_offset, w.error
  from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid, from_offset bigint, error text)
    on conflict do nothing`,
});
