import type { Statement } from '#persistence';

/** $1 directory, $2 type, $3 id */
export const parkedAggregate = (schema: string): Statement => ({
  name: `${schema}.parked_aggregate`,
  text: `select 1 from ${schema}.parked where directory_id = $1 and type = $2 and id = $3`,
});
