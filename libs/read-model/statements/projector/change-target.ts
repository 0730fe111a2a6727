import type { Statement } from '#persistence';

/** $1 id, $2 state or null, $3 resyncs asked for by it, $4 version, $5 time */
export const changeTarget = (schema: string): Statement => ({
  name: `${schema}.change_target`,
  text: `
update ${schema}.target
   set state = coalesce($2, state), resync = resync + $3::int, version = $4, modified_at = $5
 where id = $1`,
});
