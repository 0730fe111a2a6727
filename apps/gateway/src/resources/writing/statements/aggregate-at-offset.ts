import type { Statement } from '#persistence';

/** $1 partition, $2 offset: whom the proposal at that place was about. */
export const aggregateAtOffset = (schema: string): Statement => ({
  name: `${schema}.aggregate_at_offset`,
  text: `select aggregate_id as id from ${schema}.event where partition = $1 and src = $2 order by idx limit 1`,
});

export type AggregateRow = { readonly id: string };
