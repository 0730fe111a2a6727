import { encodeAnnouncement, JOURNAL_TOPIC } from '#journal';
import type { Log, LogBatch, LogReader, Upcoming } from '#log';
import type { Clock, Logger } from '#runtime';
import { BegunBatches, type Handling, handlingOf } from './begun-batches.js';
import { decodeBatch } from './decoded-batch.js';
import type { BatchDependencies, BatchOutcome, CommittedBatch } from './handle-batch.js';
import { handleBatchIsolating } from './isolate-refused.js';
import type { JournalMetrics } from './journal-metrics.js';
import { logOutcome } from './log-outcome.js';
import { PartitionStops } from './partition-stops.js';
import { verifiedPosition } from './verified-position.js';

export type JournalLoopDependencies = BatchDependencies & {
  readonly log: Log;
  readonly group: string;
  readonly generation: string;
  readonly logger: Logger;
  readonly metrics: JournalMetrics;
  readonly clock: Clock;
  readonly maxRecords?: number;
  /** Told where a partition is read from, at each assignment. */
  onPosition(partition: number, nextOffset: number): void;
  /** Told after each commit what is to be published. */
  onCommitted(partition: number, outcome: CommittedBatch): void;
  onAssignment(partitions: readonly number[]): void;
};

/** Reads the journal and judges it, batch by batch: the one writer of a generation. */
export class JournalLoop implements LogReader {
  readonly group: string;
  readonly maxRecords: number;
  readonly stops: PartitionStops;
  readonly #begun = new BegunBatches();

  constructor(private readonly dependencies: JournalLoopDependencies) {
    this.group = dependencies.group;
    this.maxRecords = dependencies.maxRecords ?? 500;
    this.stops = new PartitionStops((error) => {
      const { code, partition, detail } = error;
      dependencies.logger.error({ code, partition, detail }, 'partition_stopped');
      dependencies.metrics.stoppedPartitions.set(this.stops.stopped.length);
    });
  }

  run(signal: AbortSignal): Promise<void> {
    return this.dependencies.log.read(JOURNAL_TOPIC, this, signal).finally(() => this.#begun.ended());
  }

  async position(partition: number): Promise<number> {
    const { database, statements, log } = this.dependencies;
    this.stops.check(partition);
    const nextOffset = await verifiedPosition(database, statements, log, this.stops, partition);
    this.dependencies.onPosition(partition, nextOffset);
    return nextOffset;
  }

  onAssignment(partitions: readonly number[]): void {
    this.dependencies.onAssignment(partitions);
  }

  async onBatch({ partition, records }: LogBatch, _signal?: AbortSignal, upcoming?: Upcoming): Promise<number> {
    this.stops.check(partition);
    const begin = performance.now();
    const handling = this.#begun.take(partition, records) ?? this.#begin(partition, records);
    if (!handling) {
      this.stops.stop('NEWER_RECORD', partition, `the record at ${records[0].offset} is of a later release`);
    }
    handling.sent.then(() => this.#beginNext(partition, upcoming?.()));
    const outcomes = await this.#outcomes(partition, handling);
    this.dependencies.metrics.batchSeconds.observe((performance.now() - begin) / 1_000);
    let next = records[0].offset;
    for (const outcome of outcomes) next = this.#settle(partition, outcome);
    return next;
  }

  #beginNext(partition: number, records: LogBatch['records'] | undefined): void {
    const next = records && this.#begin(partition, records);
    if (next) this.#begun.put(partition, next);
  }

  /** Nothing when the first record is of a later release. */
  #begin(partition: number, records: LogBatch['records']): Handling | undefined {
    const decoded = decodeBatch({ partition, records });
    const newer = decoded.findIndex(({ record }) => record.kind === 'foreign' && record.newer === true);
    const known = newer === -1 ? decoded : decoded.slice(0, newer);
    if (known.length === 0) return undefined;
    return handlingOf(records, (onSent) => handleBatchIsolating(this.dependencies, partition, known, onSent));
  }

  async #outcomes(partition: number, handling: Handling): Promise<readonly BatchOutcome[]> {
    try {
      return await handling.outcomes;
    } catch (error) {
      this.dependencies.logger.error({ partition, err: error }, 'batch_failed');
      throw error;
    }
  }

  /** @returns the next offset wanted */
  #settle(partition: number, outcome: BatchOutcome): number {
    if (outcome.is === 'gap') {
      const { nextOffset, foundOffset } = outcome;
      this.dependencies.logger.warn({ partition, nextOffset, foundOffset }, 'journal_gap');
      this.stops.noteGap(partition, nextOffset, foundOffset);
      return nextOffset;
    }
    this.stops.noteProgress(partition);
    if (outcome.is === 'stale') return outcome.nextOffset;
    const { nextOffset } = outcome.judged.after;
    this.#announce(partition, outcome);
    this.dependencies.onCommitted(partition, outcome);
    this.dependencies.metrics.observe(partition, outcome, this.dependencies.clock.now());
    logOutcome(this.dependencies.logger, partition, outcome);
    return nextOffset;
  }

  /** Wakes whoever waits for a verdict. After the commit, and not waited for: a waiter that misses it polls. */
  #announce(partition: number, { judged }: CommittedBatch): void {
    const { database, logger, generation } = this.dependencies;
    const { nextOffset, effectiveTime } = judged.after;
    const verdicts = [...judged.verdicts.values()];
    const announcement = encodeAnnouncement({ generation, partition, nextOffset, effectiveTime, verdicts });
    database.notify('journal', announcement).catch((error: unknown) => {
      logger.warn({ partition, err: error }, 'notify_failed');
    });
  }
}
