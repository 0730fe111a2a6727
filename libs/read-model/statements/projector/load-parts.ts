import type { Statement } from '#persistence';

/** $1 command ids */
export const loadParts = (schema: string): Statement => ({
  name: `${schema}.load_parts`,
  text: `
select command_id as "commandId", directory_id as "directoryId", index, not_after as "notAfter", events
  from ${schema}.proposal_part
 where command_id = any($1::uuid[])`,
});
