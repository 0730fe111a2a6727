import type { Statement } from '#persistence';

/**
 * $1 partition, $2 age in ms of effective time, $3 at most so many. Safe because a repeat of a forgotten command is past
 * its deadline by far, and an expired one is judged without looking for its verdict.
 */
export const pruneVerdicts = (schema: string): Statement => ({
  name: `${schema}.prune_verdicts`,
  text: `
with old as materialized (
  select v.command_id
    from ${schema}.verdict v
    join ${schema}.partition_progress p on p.partition = v.partition
   where v.partition = $1 and v.effective_time < p.effective_time - $2::bigint
   limit $3
), deleted as (
  delete from ${schema}.verdict v using old where v.command_id = old.command_id returning 1
)
select count(*)::int as deleted from deleted`,
});
