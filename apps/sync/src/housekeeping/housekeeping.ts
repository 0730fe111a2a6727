import type { Database, Statement } from '#persistence';
import { delay, type Logger } from '#runtime';
import { clearRemovedTargets, dropLinks, pruneOperations } from './statements.js';

const everyMs = 60_000;
const rowsAtOnce = 5_000;
const daysKept = 30;

/** Cleans up once a minute, in small transactions, until `signal` aborts. Every process may do it at the same time. */
export const keepHouse = async (database: Database, logger: Logger, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await cleanUp(database, signal).catch((error: unknown) => logger.warn({ err: error }, 'housekeeping_failed'));
    await delay(everyMs, signal);
  }
};

export const cleanUp = async (database: Database, signal: AbortSignal): Promise<void> => {
  await untilDone(database, dropLinks, [rowsAtOnce], signal);
  await database.query(clearRemovedTargets);
  await untilDone(database, pruneOperations, [daysKept, rowsAtOnce], signal);
};

const untilDone = async (
  database: Database,
  statement: Statement,
  values: readonly unknown[],
  signal: AbortSignal,
): Promise<void> => {
  for (let rows = rowsAtOnce; rows === rowsAtOnce && !signal.aborted; ) {
    rows = (await database.query(statement, values)).length;
  }
};
