import type { Statement } from '#persistence';

/** $1 claims that nobody owns any more, {directory_id, scope, key} as a JSON array */
export const releaseClaims = (schema: string): Statement => ({
  name: `${schema}.release_claims`,
  text: `
delete from ${schema}.claim c
 using jsonb_to_recordset($1::jsonb) as w (directory_id uuid, scope text, key text)
 where c.directory_id = w.directory_id and c.scope = w.scope and c.key = w.key`,
});
