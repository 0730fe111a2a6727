import type { LogBatch } from '#log';
import type { BatchOutcome } from './handle-batch.js';

/** A batch under way. `sent` resolves once all its writes are with the database, and only then. */
export type Handling = {
  readonly records: LogBatch['records'];
  readonly sent: Promise<void>;
  readonly outcomes: Promise<readonly BatchOutcome[]>;
};

export const handlingOf = (
  records: LogBatch['records'],
  handle: (onSent: () => void) => Promise<readonly BatchOutcome[]>,
): Handling => {
  const { promise: sent, resolve: onSent } = Promise.withResolvers<void>();
  const outcomes = handle(onSent);
  outcomes.catch(() => undefined);
  return { records, sent, outcomes };
};

/**
 * Of each partition the batch that was begun before its turn. When its turn never comes, since the one before failed,
 * its outcome is nobody's: its fence found the wrong offset, or what it committed is found in the tables.
 */
export class BegunBatches {
  readonly #byPartition = new Map<number, Handling>();
  readonly #running = new Set<Promise<unknown>>();

  put(partition: number, handling: Handling): void {
    this.#byPartition.set(partition, handling);
    const settled: Promise<unknown> = handling.outcomes
      .catch(() => undefined)
      .finally(() => this.#running.delete(settled));
    this.#running.add(settled);
  }

  /** The one begun with these very records. Any other of the partition is forgotten. */
  take(partition: number, records: LogBatch['records']): Handling | undefined {
    const handling = this.#byPartition.get(partition);
    this.#byPartition.delete(partition);
    return handling?.records === records ? handling : undefined;
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }
}
