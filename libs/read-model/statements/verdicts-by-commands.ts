import type { Statement } from '#persistence';

/** $1 command ids */
export const verdictsByCommands = (schema: string): Statement => ({
  name: `${schema}.verdicts_by_commands`,
  text: `
select command_id, partition, at_offset, accepted, reason, scope, version, effective_time
  from ${schema}.verdict
 where command_id = any($1::uuid[])`,
});
