import type { Statement } from '#persistence';

/** $1 directory, $2 types */
export const resourceTotals = (schema: string): Statement => ({
  name: `${schema}.resource_totals`,
  text: `
select coalesce(sum(total), 0)::bigint as total
  from ${schema}.resource_count
 where directory_id = $1 and type = any($2::text[])`,
});
