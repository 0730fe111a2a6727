import type { Statement } from '#persistence';

/** $1 directories, $2 types, $3 ids (same length): in that order, a row for each, its columns null where there is none. */
export const resourcesByKeys = (schema: string): Statement => ({
  name: `${schema}.resources_by_keys`,
  text: `
select r.version, r.cascades, r.created_at, r.modified_at, r.doc::text as doc,
       exists (select 1 from ${schema}.parked p
                where p.directory_id = k.directory_id and p.type = k.type and p.id = k.id) as parked
  from unnest($1::uuid[], $2::text[], $3::uuid[]) with ordinality as k (directory_id, type, id, at)
  left join lateral (
    select * from ${schema}.resource where directory_id = k.directory_id and type = k.type and id = k.id offset 0
  ) r on true
 order by k.at`,
});

export type ResourceByKeyRow = {
  readonly version: number | null;
  readonly cascades: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly doc: string;
  readonly parked: boolean;
};
