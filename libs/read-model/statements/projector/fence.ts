import type { Statement } from '#persistence';

/**
 * $1 partition. Locks the partition's row for the transaction, so that of two who believe they own it one waits and
 * then sees that its records are old news.
 *
 * The settings hold for this transaction only. The commit need not be on disk before it is answered from: whatever a
 * crash of the database takes back, the progress row goes back with it, and the journal says it again. Plans are
 * nested loops over indexes always: the tables grow faster than the planner's picture of them.
 */
export const fence = (schema: string): Statement => ({
  name: `${schema}.fence`,
  text: `
select next_offset as "nextOffset", effective_time as "effectiveTime", digest,
       set_config('synchronous_commit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true),
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
  from ${schema}.partition_progress
 where partition = $1
   for update`,
});
