import type { Statement } from '#persistence';

/** $1 id */
export const removeTarget = (schema: string): Statement => ({
  name: `${schema}.remove_target`,
  text: `
delete from ${schema}.target where id = $1`,
});
