import type { Statement } from '#persistence';

/** $1 directories, $2 scopes, $3 keys (same length): in that order, a row for each, its columns null where it is free. */
export const ownersOfClaims = (schema: string): Statement => ({
  name: `${schema}.owners_of_claims`,
  text: `
select c.owner_type as "ownerType", c.owner_id as "ownerId"
  from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as wanted (directory_id, scope, key, at)
  left join lateral (
    select * from ${schema}.claim
     where directory_id = wanted.directory_id and scope = wanted.scope and key = wanted.key
    offset 0
  ) c on true
 order by wanted.at`,
});

export type ClaimKey = { readonly directoryId: string; readonly scope: string; readonly key: string };
export type ClaimOwnerRow = { readonly ownerType: string | null; readonly ownerId: string | null };
