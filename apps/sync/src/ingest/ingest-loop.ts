import { LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log } from '#log';
import { type Database, retryTransient } from '#persistence';
import type { Logger } from '#runtime';
import type { SyncMetrics } from '../sync-metrics.js';
import { ingestBatch } from './ingest-batch.js';
import { startPartition } from './statements/start-partition.js';

export type IngestParts = {
  readonly database: Database;
  readonly log: Log;
  readonly logger: Logger;
  readonly metrics: SyncMetrics;
};

/** Reads the lifecycle log into the database until `signal` aborts. */
export const ingest = ({ database, log, logger, metrics }: IngestParts, signal: AbortSignal): Promise<void> =>
  log.read(
    LIFECYCLE_TOPIC,
    {
      group: 'sync',
      position: async (partition) => {
        const [row] = await database.query<{ next_offset: number }>(startPartition, [LIFECYCLE_TOPIC, partition]);
        return row?.next_offset ?? 0;
      },
      onBatch: async (batch) => {
        const { partition } = batch;
        const startedAt = performance.now();
        const { nextOffset, ...counts } = await retryTransient(() => ingestBatch(database, batch), {
          signal,
          onRetry: (error) => logger.warn({ partition, err: error }, 'ingest_retried'),
        });
        metrics.ingested(counts.events, (performance.now() - startedAt) / 1_000);
        if (counts.poisoned > 0) logger.error({ partition, ...counts }, 'lifecycle_event_not_understood');
        if (counts.missed > 0) logger.error({ partition, ...counts }, 'lifecycle_events_missed');
        logger.debug({ partition, nextOffset, ...counts }, 'ingested');
        return nextOffset;
      },
    },
    signal,
  );
