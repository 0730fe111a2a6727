import type { Statement } from '#persistence';

/** $1 directory, $2 types, $3 ids */
export const resourcesByIds = (schema: string): Statement => ({
  name: `${schema}.resources_by_ids`,
  text: `
select type, id, version, cascades, created_at, modified_at, doc::text as doc
  from ${schema}.resource
 where directory_id = $1 and type = any($2::text[]) and id = any($3::uuid[])`,
});
