import type { Queryable } from '#persistence';
import { partitionProgress } from '../statements/partition-progress.js';

/** How far a partition has been judged. `effectiveTime` in ms decides deadlines, `publishedOffset` trails. */
export type PartitionProgress = {
  readonly partition: number;
  readonly nextOffset: number;
  readonly effectiveTime: number;
  /** Offset of the last proposal whose events are on the lifecycle log; -1 before the first. */
  readonly publishedOffset: number;
};

export const readProgress =
  (schema: string) =>
  (queryable: Queryable): Promise<readonly PartitionProgress[]> =>
    queryable.query<PartitionProgress>(partitionProgress(schema));
