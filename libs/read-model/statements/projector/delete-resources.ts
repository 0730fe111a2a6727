import type { Statement } from '#persistence';
import { withoutManager } from './without-manager.js';

/**
 * $1 resources {directory_id, type, id, deleted_at}. They vanish with everything that names them: a group's members,
 * memberships, the `manager` of others, with the extension and its URN where nothing else was in it. The versions of
 * those others stay, for nobody changed them; `cascades` counts what each of them lost, one by one, so that it does not
 * depend on what is deleted together. Groups that are there are written as if they were not: no plan of that reads others.
 */
export const deleteResources = (schema: string): Statement => ({
  name: `${schema}.delete_resources`,
  text: `
with gone as materialized (
  select directory_id, type, id, deleted_at
    from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid, deleted_at bigint)
), members as (
  delete from ${schema}.group_member m using gone
   where m.directory_id = gone.directory_id and m.group_id = gone.id
), memberships as (
  delete from ${schema}.group_member m using gone
   where m.directory_id = gone.directory_id and m.member_id = gone.id
  returning m.directory_id, m.group_id, gone.deleted_at
), smaller as materialized (
  select directory_id, group_id, count(*)::int as lost, max(deleted_at) as deleted_at
    from memberships
   where group_id not in (select id from gone)
   group by directory_id, group_id
), groups as (
  insert into ${schema}.resource as r (directory_id, type, id, version, cascades, created_at, modified_at, doc)
  select s.directory_id, 'Group', s.group_id, 0, s.lost, 0, s.deleted_at, '{}'
    from smaller s
   where exists (select 1 from ${schema}.resource g
                  where g.directory_id = s.directory_id and g.type = 'Group' and g.id = s.group_id
                 offset 0)
      on conflict (directory_id, type, id) do update
     set cascades = r.cascades + excluded.cascades, modified_at = greatest(r.modified_at, excluded.modified_at)
), reports as (
  update ${schema}.resource r
     set manager_id = null,
         doc = ${withoutManager('r.doc')},
         cascades = r.cascades + 1,
         modified_at = greatest(r.modified_at, gone.deleted_at)
    from gone
   where r.directory_id = gone.directory_id and r.manager_id = gone.id
     and not exists (select 1 from gone too where too.id = r.id)
), resources as (
  delete from ${schema}.resource r using gone
   where r.directory_id = gone.directory_id and r.type = gone.type and r.id = gone.id
  returning r.directory_id, r.type
), fewer as (
  select directory_id, type, count(*) as deleted from resources group by directory_id, type
)
update ${schema}.resource_count n
   set total = n.total - fewer.deleted
  from fewer
 where n.directory_id = fewer.directory_id and n.type = fewer.type`,
});
