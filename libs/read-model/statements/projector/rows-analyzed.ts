import type { Statement } from '#persistence';

/** How many events there were when statistics were last taken; 0 before. */
export const rowsAnalyzed = (schema: string): Statement => ({
  name: `${schema}.rows_analyzed`,
  text: `select greatest(reltuples, 0)::float8 as rows from pg_class where oid = '${schema}.event'::regclass`,
});
