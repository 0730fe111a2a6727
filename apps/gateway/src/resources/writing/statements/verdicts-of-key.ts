import type { Statement } from '#persistence';

/** $1 first and $2 last command id of a key: the commands among them that have a verdict. */
export const verdictsOfKey = (schema: string): Statement => ({
  name: `${schema}.verdicts_of_key`,
  text: `
select command_id as "commandId", accepted
  from ${schema}.verdict
 where command_id between $1::uuid and $2::uuid
 limit 1000`,
});

export type VerdictOfKeyRow = { readonly commandId: string; readonly accepted: boolean };
