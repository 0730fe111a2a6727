import type { Statement } from '#persistence';

/** $1 directory, $2 path: schemas or resourceTypes, then URN or name; $3 version, $4 time */
export const removeCustomSchema = (schema: string): Statement => ({
  name: `${schema}.remove_custom_schema`,
  text: `
update ${schema}.directory
   set schemas = schemas #- $2::text[], version = $3, modified_at = $4
 where id = $1`,
});
