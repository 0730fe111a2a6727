import type { Statement } from '#persistence';

/** $1 directory, $2 ids, $3 types: which of them exist, and as what. Reads the index only. */
export const typesOfResources = (schema: string): Statement => ({
  name: `${schema}.types_of_resources`,
  text: `
select id, type
  from ${schema}.resource
 where directory_id = $1 and type = any($3::text[]) and id = any($2::uuid[])`,
});

export type TypeRow = { readonly id: string; readonly type: string };
