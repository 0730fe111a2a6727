import type { Database } from '#persistence';
import { delay, fullJitter } from '#runtime';
import { logLimits } from '../../limits.js';
import type { LogReader, StoredRecord } from '../../port.js';
import type { Pulse } from '../pulse.js';
import { type RecordRow, readBatch, storedRecord } from '../statements/read-batch.js';

const POLL_MS = 1_000;
const BACKOFF_BASE_MS = 20;
const BACKOFF_CAP_MS = 2_000;

export type LaneSource = { readonly database: Database; readonly topicId: number };

/*
 * ask position -> look -> nothing: wait for the pulse or the poll -> look
 *                      -> batch: hand over -> next offset -> look
 * any failure -> back-off -> ask position
 */

/**
 * Feeds one partition to a reader, one batch at a time, until the signal aborts and the running batch has ended.
 * @param pulse beats when there may be new records
 */
export async function runLane(
  source: LaneSource,
  partition: number,
  pulse: Pulse,
  reader: LogReader,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      let next = await reader.position(partition);
      while (!signal.aborted) {
        const seen = pulse.count;
        const records = await look(source, partition, next, reader.maxRecords ?? logLimits.batchRecords);
        if (signal.aborted) return;
        if (hasSome(records)) {
          next = await reader.onBatch({ partition, records }, signal);
          failures = 0;
        } else {
          await pulse.after(seen, POLL_MS, signal);
        }
      }
    } catch {
      await delay(fullJitter(failures, BACKOFF_BASE_MS, BACKOFF_CAP_MS), signal);
      failures += 1;
    }
  }
}

async function look({ database, topicId }: LaneSource, partition: number, next: number, most: number) {
  const values = [topicId, partition, next, Math.min(most, logLimits.batchRecords), logLimits.batchBytes];
  return (await database.query<RecordRow>(readBatch, values)).map(storedRecord);
}

function hasSome(records: readonly StoredRecord[]): records is readonly [StoredRecord, ...StoredRecord[]] {
  return records.length > 0;
}
