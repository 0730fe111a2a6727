import type { Statement } from '#persistence';

/** $1 partition, $2 ms of effective time after the deadline, $3 at most so many */
export const pruneParts = (schema: string): Statement => ({
  name: `${schema}.prune_parts`,
  text: `
with old as materialized (
  select q.command_id, q.index
    from ${schema}.proposal_part q
    join ${schema}.partition_progress p on p.partition = q.partition
   where q.partition = $1 and q.not_after < p.effective_time - $2::bigint
   limit $3
), deleted as (
  delete from ${schema}.proposal_part q using old
   where q.command_id = old.command_id and q.index = old.index returning 1
)
select count(*)::int as deleted from deleted`,
});
