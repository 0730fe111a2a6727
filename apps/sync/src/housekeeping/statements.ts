import type { Statement } from '#persistence';

/** $1 days to keep, $2 rows at once. */
export const pruneOperations: Statement = {
  name: 'sync_prune_operations',
  text: `
with old as (
  select id from sync.op_log where at < now() - $1 * interval '1 day' order by id limit $2 for update skip locked
)
delete from sync.op_log l using old where l.id = old.id returning 1 as pruned`,
};

/** Links of targets that were removed; the accounts stay at the product as they are. $1 rows at once. */
export const dropLinks: Statement = {
  name: 'sync_drop_links',
  text: `
with old as (
  select l.target_id, l.kind, l.object_id from sync.target t join sync.target_link l on l.target_id = t.id
  where t.run_state = 'removed' limit $1 for update of l skip locked
)
delete from sync.target_link l using old
where l.target_id = old.target_id and l.kind = old.kind and l.object_id = old.object_id returning 1 as dropped`,
};

/** Removed targets without links and owner keep nothing but their id: an event of theirs may still be repeated. */
export const clearRemovedTargets: Statement = {
  name: 'sync_clear_removed_targets',
  text: `
with cleared as (
  update sync.target t set sealed_secret = null, settings = '{}', base_url = ''
  where t.run_state = 'removed' and t.base_url <> ''
    and not exists (select from sync.target_link l where l.target_id = t.id)
  returning t.id
)
delete from sync.target_member m using cleared c where m.target_id = c.id`,
};
