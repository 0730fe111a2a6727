import type { Statement } from '#persistence';

/** $1 id, $2 name, $3 state, $4 settings as JSON (null: as it was), $5 version, $6 time */
export const changeDirectory = (schema: string): Statement => ({
  name: `${schema}.change_directory`,
  text: `
update ${schema}.directory
   set name = coalesce($2, name), state = coalesce($3, state), settings = coalesce($4::jsonb, settings),
       version = $5, modified_at = $6
 where id = $1`,
});
