import type { Statement } from '#persistence';

/** Statistics of what grows with every write. */
export const analyzeTables = (schema: string): Statement => ({
  name: `${schema}.analyze_tables`,
  text: `
analyze ${['resource', 'group_member', 'claim', 'verdict', 'aggregate_head', 'event'].map((table) => `${schema}.${table}`).join(', ')}`,
});
