import type { Statement } from '#persistence';

/** $1 directories, $2 ids (same length): in that order, users and groups of these ids, `type` null where there is none. */
export const typesByKeys = (schema: string): Statement => ({
  name: `${schema}.types_by_keys`,
  text: `
select k.id, r.type
  from unnest($1::uuid[], $2::uuid[]) with ordinality as k (directory_id, id, at)
  left join lateral (
    select type from ${schema}.resource
     where directory_id = k.directory_id and type = any('{User,Group}') and id = k.id
     limit 1
  ) r on true
 order by k.at`,
});

export type TypeByKeyRow = { readonly id: string; readonly type: string | null };
