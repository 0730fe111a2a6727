import type { Statement } from '#persistence';

/** $1 directory, $2 scopes, $3 keys (same length) */
export const claimOwners = (schema: string): Statement => ({
  name: `${schema}.claim_owners`,
  text: `
select c.scope, c.key, c.owner_type as "ownerType", c.owner_id as "ownerId"
  from unnest($2::text[], $3::text[]) as wanted (scope, key)
  cross join lateral (
    select * from ${schema}.claim where directory_id = $1 and scope = wanted.scope and key = wanted.key offset 0
  ) c`,
});
