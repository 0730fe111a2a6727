import type { Statement } from '#persistence';
import { managersLost } from './managers-lost.js';
import { withoutManager } from './without-manager.js';

/**
 * What every batch writes, in one round trip. JSON arrays of rows: $1 verdicts, $2 heads, $3 claims, $4 events,
 * $5 resources; then $6 partition, $7 next offset, $8 effective time, $9 last command, $10 digest, $11 whom the batch
 * deletes, in that order, as directory/id.
 * A manager who was deleted before is left out, as those are who are deleted later; either is counted in `cascades`.
 * Each row's key occurs once per array. A verdict that is there stays: a late repeat never replaces it.
 */
export const writeJudged = (schema: string): Statement => ({
  name: `${schema}.write_judged`,
  text: `
with verdicts as (
  insert into ${schema}.verdict
         (command_id, partition, at_offset, accepted, reason, scope, version, effective_time)
  select v.command_id, $6::int, v.at_offset, v.accepted, v.reason, v.scope, v.version, v.effective_time
    from jsonb_to_recordset($1::jsonb) as v (command_id uuid, at_offset bigint, accepted boolean, reason text,
         scope text, version bigint, effective_time bigint)
      on conflict (command_id) do nothing
), heads as (
  insert into ${schema}.aggregate_head as h (directory_id, type, id, version, deleted)
  select w.directory_id, w.type, w.id, w.version, w.deleted
    from jsonb_to_recordset($2::jsonb) as w (directory_id uuid, type text, id uuid, version bigint, deleted boolean)
      on conflict (directory_id, type, id) do update set version = excluded.version, deleted = excluded.deleted
), claims as (
  insert into ${schema}.claim as c (directory_id, scope, key, owner_type, owner_id)
  select w.directory_id, w.scope, w.key, w.owner_type, w.owner_id
    from jsonb_to_recordset($3::jsonb) as w (directory_id uuid, scope text, key text, owner_type text, owner_id uuid)
      on conflict (directory_id, scope, key) do update
     set owner_type = excluded.owner_type, owner_id = excluded.owner_id
), events as (
  insert into ${schema}.event (partition, src, idx, directory_id, aggregate_type, aggregate_id, version, type, v, data,
         sealed, effective_time, command_id, request_id, actor)
  select $6::int, e.src, e.idx, e.directory_id, e.aggregate_type, e.aggregate_id, e.version, e.type, e.v, e.data,
         e.sealed, e.effective_time, e.command_id, e.request_id, e.actor
    from jsonb_to_recordset($4::jsonb) as e (src bigint, idx int, directory_id uuid, aggregate_type text,
         aggregate_id uuid, version bigint, type text, v int, data jsonb, sealed text, effective_time bigint,
         command_id uuid, request_id text, actor jsonb)
), resources as (
  insert into ${schema}.resource as r (directory_id, type, id, version, cascades, created_at, modified_at,
         user_name_key, external_id, display_name_key, email_keys, manager_id, doc)
  select w.directory_id, w.type, w.id, w.version,
         gone.manager::int + case when w.superseded is null then 0 else ${managersLost(schema)} end,
         w.created_at, w.modified_at, w.user_name_key, w.external_id,
         w.display_name_key, w.email_keys, case when not gone.manager then w.manager_id end,
         case when gone.manager then ${withoutManager('w.doc')} else w.doc end
    from jsonb_to_recordset($5::jsonb) as w (directory_id uuid, type text, id uuid, version bigint, created_at bigint,
         modified_at bigint, user_name_key text, external_id text, display_name_key text, email_keys text[],
         manager_id uuid, doc jsonb, superseded jsonb)
   cross join lateral (
         select w.manager_id is not null and exists (
                  select 1 from ${schema}.aggregate_head h
                   where h.directory_id = w.directory_id and h.type = 'User' and h.id = w.manager_id and h.deleted
                  offset 0) as manager
         offset 0
       ) gone
      on conflict (directory_id, type, id) do update
     set version = excluded.version, cascades = r.cascades + excluded.cascades,
         modified_at = greatest(r.modified_at, excluded.modified_at), user_name_key = excluded.user_name_key,
         external_id = excluded.external_id, display_name_key = excluded.display_name_key,
         email_keys = excluded.email_keys, manager_id = excluded.manager_id, doc = excluded.doc
  returning r.directory_id, r.type, (r.xmax = 0) as is_new
), counts as (
  insert into ${schema}.resource_count as n (directory_id, type, total)
  select directory_id, type, count(*) from resources where is_new group by directory_id, type
      on conflict (directory_id, type) do update set total = n.total + excluded.total
)
update ${schema}.partition_progress
   set next_offset = $7, effective_time = $8, last_command = $9, digest = $10
 where partition = $6::int`,
});
