import type { Statement } from '#persistence';
import { withoutManager } from './without-manager.js';

/**
 * $1 resources {directory_id, type, id}. They vanish with everything that names them: a group's members, memberships,
 * the `manager` of others, with the extension and its URN where nothing else was in it. The versions of those others
 * stay: nobody changed them.
 */
export const deleteResources = (schema: string): Statement => ({
  name: `${schema}.delete_resources`,
  text: `
with gone as materialized (
  select directory_id, type, id from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid)
), members as (
  delete from ${schema}.group_member m using gone
   where m.directory_id = gone.directory_id and m.group_id = gone.id
), memberships as (
  delete from ${schema}.group_member m using gone
   where m.directory_id = gone.directory_id and m.member_id = gone.id
), reports as (
  update ${schema}.resource r
     set manager_id = null,
         doc = ${withoutManager('r.doc')}
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
