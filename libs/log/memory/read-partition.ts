import { logLimits, sizeOf } from '../limits.js';
import type { LogReader, StoredRecord } from '../port.js';
import type { MemoryStore } from './store.js';

const RETRY_MS = 5;

/** Feeds one partition to a reader, batch after batch, until the signal aborts. */
export async function readPartition(
  store: MemoryStore,
  topic: string,
  partition: number,
  reader: LogReader,
  signal: AbortSignal,
): Promise<void> {
  const records = store.partitions(topic)[partition]!;
  let next = await startOf(reader, partition, signal);
  while (!signal.aborted) {
    const batch = cut(records, next, reader.maxRecords ?? logLimits.batchRecords);
    if (!batch) {
      await store.written.next(signal);
      continue;
    }
    try {
      next = await reader.onBatch({ partition, records: batch }, signal);
    } catch {
      await pause(signal);
      next = await startOf(reader, partition, signal);
    }
  }
}

async function startOf(reader: LogReader, partition: number, signal: AbortSignal): Promise<number> {
  while (!signal.aborted) {
    try {
      return await reader.position(partition);
    } catch {
      await pause(signal);
    }
  }
  return 0;
}

function cut(
  records: readonly StoredRecord[],
  from: number,
  maxRecords: number,
): [StoredRecord, ...StoredRecord[]] | undefined {
  const first = records[from];
  if (!first) return undefined;
  const batch: [StoredRecord, ...StoredRecord[]] = [first];
  let bytes = sizeOf(first);
  for (const record of records.slice(from + 1, from + maxRecords)) {
    bytes += sizeOf(record);
    if (bytes > logLimits.batchBytes) break;
    batch.push(record);
  }
  return batch;
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, RETRY_MS);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
