import type { Statement } from '#persistence';

/** $1 partition. Whether this generation is the one to publish, and up to where it has been judged. */
export const publishState = (schema: string): Statement => ({
  name: `${schema}.publish_state`,
  text: `
select (select active from core.projection_pointer) = '${schema}' as "isInUse", next_offset as "nextOffset"
  from ${schema}.partition_progress
 where partition = $1`,
});
