import type { Statement } from '#persistence';

/** $1 directory, $2 path: schemas or resourceTypes, then URN or name; $3 document as JSON, $4 version, $5 time */
export const putCustomSchema = (schema: string): Statement => ({
  name: `${schema}.put_custom_schema`,
  text: `
update ${schema}.directory
   set schemas = jsonb_set(schemas, $2::text[], $3::jsonb, true), version = $4, modified_at = $5
 where id = $1`,
});
