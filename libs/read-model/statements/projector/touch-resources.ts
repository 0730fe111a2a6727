import type { Statement } from '#persistence';

/**
 * $1 resources whose version moved while their document stayed, {directory_id, type, id, version, modified_at}. Times do
 * not go back: a released change may be older than what others' deletions did meanwhile.
 */
export const touchResources = (schema: string): Statement => ({
  name: `${schema}.touch_resources`,
  text: `
update ${schema}.resource r
   set version = w.version, modified_at = greatest(r.modified_at, w.modified_at)
  from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid, version bigint, modified_at bigint)
 where r.directory_id = w.directory_id and r.type = w.type and r.id = w.id`,
});
