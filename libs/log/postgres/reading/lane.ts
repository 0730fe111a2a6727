import type { Database } from '#persistence';
import { delay, fullJitter } from '#runtime';
import { logLimits } from '../../limits.js';
import type { LogBatch, LogReader, StoredRecord } from '../../port.js';
import { Pulse } from '../pulse.js';
import { type RecordRow, readBatch, storedRecord } from '../statements/read-batch.js';
import { Ahead } from './ahead.js';

const POLL_MS = 1_000;
const BACKOFF_BASE_MS = 20;
const BACKOFF_CAP_MS = 2_000;

export type LaneSource = { readonly database: Database; readonly topicId: number };

/*
 * Feeds one partition to a reader, one batch at a time.
 *
 *   ask position -> take what was handed over, if it begins there -> hand it to the reader -> next offset -> take
 *                   nothing, and the log goes further or may  -> look at the table: batch -> hand over -> next offset
 *                                                                                   nothing -> wait
 *                   nothing, and nothing is known of          -> wait for news or the poll -> look at the table
 *   any failure -> back-off -> ask position
 */
export class Lane {
  readonly #ahead = new Ahead();
  readonly #pulse = new Pulse();
  #next = 0;
  /** The offset after the last record handed to the reader. */
  #reached = 0;
  /** Shown to the reader already: what it gets next. */
  #upcoming: LogBatch['records'] | undefined;
  #mayHaveMore = true;

  constructor(
    private readonly source: LaneSource,
    private readonly partition: number,
    private readonly reader: LogReader,
  ) {}

  /** Records just appended by this process. */
  offer(records: readonly StoredRecord[]): void {
    if (!this.#ahead.offer(records)) this.#mayHaveMore = true;
    this.#pulse.beat();
  }

  /** Told how far the log goes. */
  hear(end: number): void {
    if (end <= Math.max(this.#reached, this.#ahead.end ?? 0)) return;
    this.#mayHaveMore = true;
    this.#pulse.beat();
  }

  /** Until the signal aborts and the running batch has ended. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        this.#startFrom(await this.reader.position(this.partition));
        while (!signal.aborted) {
          const seen = this.#pulse.count;
          const records = await this.#records();
          if (signal.aborted) return;
          if (hasSome(records)) {
            this.#reached = (records.at(-1)?.offset ?? records[0].offset) + 1;
            const batch = { partition: this.partition, records };
            this.#next = await this.reader.onBatch(batch, signal, () => this.#lookAhead());
            if (this.#next !== this.#reached) this.#startFrom(this.#next);
            failures = 0;
          } else if (!(await this.#pulse.after(seen, POLL_MS, signal))) this.#mayHaveMore = true;
        }
      } catch {
        await delay(fullJitter(failures, BACKOFF_BASE_MS, BACKOFF_CAP_MS), signal);
        failures += 1;
      }
    }
  }

  /** Somewhere else than where the last batch ended. */
  #startFrom(next: number): void {
    this.#next = next;
    this.#reached = next;
    this.#upcoming = undefined;
    this.#mayHaveMore = true;
  }

  #lookAhead(): LogBatch['records'] | undefined {
    if (this.#upcoming) return this.#upcoming;
    const records = this.#ahead.take(this.#reached, this.#most);
    if (hasSome(records)) this.#upcoming = records;
    return this.#upcoming;
  }

  get #most(): number {
    return Math.min(this.reader.maxRecords ?? logLimits.batchRecords, logLimits.batchRecords);
  }

  async #records(): Promise<readonly StoredRecord[]> {
    const shown = this.#upcoming;
    this.#upcoming = undefined;
    if (shown) return shown;
    const most = this.#most;
    const ahead = this.#ahead.take(this.#next, most);
    if (ahead.length > 0) return ahead;
    if (!this.#mayHaveMore && this.#ahead.end === undefined) return [];
    this.#mayHaveMore = false;
    const { database, topicId } = this.source;
    const values = [topicId, this.partition, this.#next, most, logLimits.batchBytes];
    const rows = await database.query<RecordRow>(readBatch, values);
    if (rows.length > 0) this.#mayHaveMore = true;
    return rows.map(storedRecord);
  }
}

function hasSome(records: readonly StoredRecord[]): records is readonly [StoredRecord, ...StoredRecord[]] {
  return records.length > 0;
}
