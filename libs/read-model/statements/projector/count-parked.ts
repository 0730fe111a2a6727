import type { Statement } from '#persistence';

export const countParked = (schema: string): Statement => ({
  name: `${schema}.count_parked`,
  text: `select count(*)::int as parked from ${schema}.parked`,
});
