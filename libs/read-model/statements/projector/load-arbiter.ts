import type { Statement } from '#persistence';

/**
 * Everything a batch is judged by, in one round trip. Arrays of objects as JSON: $1 aggregates {directory_id, type,
 * id}, $2 claims {directory_id, scope, key}, $3 owners {directory_id, type, id}; $4 command ids. Each row is looked up
 * by its key (`offset 0`): a join would let the planner read whole tables while their statistics are old.
 */
export const loadArbiter = (schema: string): Statement => ({
  name: `${schema}.load_arbiter`,
  text: `
select 'head' as kind, h.directory_id, h.type, h.id, null as scope, null as key, h.version, h.deleted
  from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid)
  cross join lateral (
    select * from ${schema}.aggregate_head
     where directory_id = w.directory_id and type = w.type and id = w.id
    offset 0
  ) h
union all
select 'parked', p.directory_id, p.type, p.id, null, null, null, null
  from jsonb_to_recordset($1::jsonb) as w (directory_id uuid, type text, id uuid)
  cross join lateral (
    select * from ${schema}.parked where directory_id = w.directory_id and type = w.type and id = w.id offset 0
  ) p
union all
select 'claim', c.directory_id, c.owner_type, c.owner_id, c.scope, c.key, null, null
  from jsonb_to_recordset($2::jsonb) as w (directory_id uuid, scope text, key text)
  cross join lateral (
    select * from ${schema}.claim where directory_id = w.directory_id and scope = w.scope and key = w.key offset 0
  ) c
union all
select 'claim', c.directory_id, c.owner_type, c.owner_id, c.scope, c.key, null, null
  from jsonb_to_recordset($3::jsonb) as w (directory_id uuid, type text, id uuid)
  join lateral (select * from ${schema}.claim where owner_id = w.id offset 0) c
    on c.directory_id = w.directory_id and c.owner_type = w.type
union all
select 'verdict', null, null, v.command_id, null, null, null, null
  from ${schema}.verdict v
 where v.command_id = any($4::uuid[])`,
});
