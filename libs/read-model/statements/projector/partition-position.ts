import type { Statement } from '#persistence';

/** $1 partition */
export const partitionPosition = (schema: string): Statement => ({
  name: `${schema}.partition_position`,
  text: `
select next_offset as "nextOffset", last_command as "lastCommand"
  from ${schema}.partition_progress
 where partition = $1`,
});
