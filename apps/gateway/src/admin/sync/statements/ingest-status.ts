import type { Statement } from '#persistence';

/** How far sync has read each partition of the lifecycle log, by journal offset. */
export const ingestStatus: Statement = {
  name: 'ingest_status',
  text: 'select partition, src, poisoned from sync.status_ingest order by partition',
};

export type IngestRow = { readonly partition: number; readonly src: number | null; readonly poisoned: number };
