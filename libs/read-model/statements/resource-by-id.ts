import type { Statement } from '#persistence';

/** $1 directory, $2 type, $3 id */
export const resourceById = (schema: string): Statement => ({
  name: `${schema}.resource_by_id`,
  text: `
select r.type, r.id, r.version, r.cascades, r.created_at, r.modified_at, r.doc::text as doc,
       exists (select 1 from ${schema}.parked p
                where p.directory_id = r.directory_id and p.type = r.type and p.id = r.id) as parked
  from ${schema}.resource r
 where r.directory_id = $1 and r.type = $2 and r.id = $3`,
});
