import type { Statement } from '#persistence';

/** $1 directory, $2 scopes, $3 keys (same length) */
export const claimOwners = (schema: string): Statement => ({
  name: `${schema}.claim_owners`,
  text: `
select c.scope, c.key, c.owner_type as "ownerType", c.owner_id as "ownerId"
  from unnest($2::text[], $3::text[]) as wanted (scope, key)
  join ${schema}.claim c on c.directory_id = $1 and c.scope = wanted.scope and c.key = wanted.key`,
});
