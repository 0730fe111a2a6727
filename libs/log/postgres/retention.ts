import type { Database } from '#persistence';
import { deleteExpired } from './statements/delete-expired.js';

const BATCH_RECORDS = 5_000;

/** Deletes what is past its topic's retention, in small transactions. Gives the number of records that went. */
export async function sweepExpired(
  database: Database,
  signal: AbortSignal,
  batchRecords = BATCH_RECORDS,
): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const gone = await database.query<{ records: number }>(deleteExpired, [batchRecords]);
    total += gone.reduce((sum, { records }) => sum + records, 0);
    if (gone.every(({ records }) => records < batchRecords)) break;
  }
  return total;
}

/** Sweeps each `everyMs` until the signal aborts. A sweep that fails is made good by the next. */
export async function keepSweeping(database: Database, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, signal);
    await sweepExpired(database, signal).catch(() => undefined);
  }
}

/** A wait that does not keep the process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
