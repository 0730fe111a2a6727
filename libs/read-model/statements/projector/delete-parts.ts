import type { Statement } from '#persistence';

/** $1 commands that are decided */
export const deleteParts = (schema: string): Statement => ({
  name: `${schema}.delete_parts`,
  text: `delete from ${schema}.proposal_part where command_id = any($1::uuid[])`,
});
