import { delay, fullJitter, type Logger } from '#runtime';
import { Bell } from '../../bell.js';
import { logLimits, sizeOf } from '../../limits.js';
import type { LogBatch, LogReader, StoredRecord } from '../../port.js';
import type { Fetched } from '../fetch-records.js';

const BUFFER_BYTES = 2 * logLimits.batchBytes;
const BUFFER_RECORDS = 2 * logLimits.batchRecords;
/** As long as this process goes on appending, nothing is fetched that it hands over anyway. */
export const FED_MS = 100;
/** Where others append too, only fetching tells of it in time. */
const SHARED_MS = 10_000;
const RETRY_BASE_MS = 50;
const RETRY_CAP_MS = 5_000;

/** Where to fetch from. Records that come for an older `version` are no longer wanted. */
export type Wanted = { readonly offset: number; readonly version: number };

/**
 * One owned partition: fetched records wait here, ahead of the handler, and the handler gets them batch by batch.
 *
 *   unplaced --position()--> placed --onBatch: next offset--> placed
 *                               |  onBatch rejected; records stay until they are handled
 *                               +--back-off, position()--> placed
 */
export class Lane {
  readonly #arrived = new Bell();
  #buffer: StoredRecord[] = [];
  #bytes = 0;
  /** All there is from here up to `#fetchFrom` is in the buffer. */
  #bufferFrom = 0;
  #fetchFrom: number | undefined;
  #version = 0;
  #handled: number | undefined;
  /** Shown to the reader already: what it gets next, unless it goes elsewhere. */
  #upcoming: LogBatch['records'] | undefined;
  #fedUntil = 0;
  #sharedUntil = 0;

  constructor(
    readonly partition: number,
    private readonly reader: LogReader,
    /** Rings when the lane wants records it did not want before. */
    private readonly room: Bell,
    private readonly logger: Logger | undefined,
  ) {}

  /** The offset after the last handled record; nothing before the first batch. */
  get handled(): number | undefined {
    return this.#handled;
  }

  /** Nothing while the position is not known or enough records wait. */
  get wanted(): Wanted | undefined {
    if (this.#fetchFrom === undefined || this.isFull) return undefined;
    return { offset: this.#fetchFrom, version: this.#version };
  }

  get isFull(): boolean {
    return this.#bytes >= BUFFER_BYTES || this.#buffer.length >= BUFFER_RECORDS;
  }

  /** True while what this process appends arrives without being fetched. */
  get isFed(): boolean {
    return performance.now() < this.#fedUntil;
  }

  accept({ records, next }: Fetched, version: number): void {
    if (version !== this.#version || this.#fetchFrom === undefined) return;
    const from = this.#fetchFrom;
    this.#take(
      records.filter(({ offset }) => offset >= from),
      Math.max(from, next),
    );
  }

  /** Records just appended by this process, contiguous. When others lie before them, a fetch brings all. */
  offer(records: readonly StoredRecord[]): void {
    const [first] = records;
    const from = this.#fetchFrom;
    if (!first || from === undefined) return;
    const now = performance.now();
    if (first.offset > from) this.#sharedUntil = now + SHARED_MS;
    const fresh = records.filter(({ offset }) => offset >= from);
    const isToBeFetched = first.offset > from || (fresh.length > 0 && this.isFull);
    this.#fedUntil = isToBeFetched || now < this.#sharedUntil ? 0 : now + FED_MS;
    if (isToBeFetched) this.room.ring();
    else this.#take(fresh, Math.max(from, first.offset + records.length));
  }

  /** Fetches from another offset when what was wanted is no longer there; the reader sees the gap. */
  skipTo(offset: number, version: number): void {
    if (version === this.#version) this.#fetchFrom = Math.max(this.#fetchFrom ?? offset, offset);
  }

  async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        this.#place(await this.reader.position(this.partition));
        while (!signal.aborted) {
          if (await this.#handleNext(signal)) failures = 0;
        }
      } catch (failure) {
        this.logger?.error({ err: failure, partition: this.partition }, 'log batch failed');
        await delay(RETRY_BASE_MS + fullJitter(failures, RETRY_BASE_MS, RETRY_CAP_MS), signal);
      }
    }
  }

  async #handleNext(signal: AbortSignal): Promise<boolean> {
    const records = this.#upcoming ?? this.#batchAt(0);
    this.#upcoming = undefined;
    if (!records) {
      await this.#arrived.next(signal);
      return false;
    }
    const lookAhead = () => {
      this.#upcoming ??= this.#batchAt(records.length);
      return this.#upcoming;
    };
    const next = await this.reader.onBatch({ partition: this.partition, records }, signal, lookAhead);
    this.#handled = next;
    this.#place(next);
    return true;
  }

  #take(records: readonly StoredRecord[], next: number): void {
    this.#fetchFrom = next;
    if (records.length === 0) return;
    for (const record of records) {
      this.#buffer.push(record);
      this.#bytes += sizeOf(record);
    }
    this.#arrived.ring();
  }

  /** Goes on at an offset. What was fetched already is kept as far as it is still wanted. */
  #place(offset: number): void {
    const hadRoom = this.wanted !== undefined;
    const isFetched = this.#fetchFrom !== undefined && offset >= this.#bufferFrom && offset <= this.#fetchFrom;
    if (!isFetched) {
      this.#version += 1;
      this.#fetchFrom = offset;
    }
    if (this.#upcoming?.[0].offset !== offset) this.#upcoming = undefined;
    this.#buffer = isFetched ? this.#buffer.filter((record) => record.offset >= offset) : [];
    this.#bytes = this.#buffer.reduce((sum, record) => sum + sizeOf(record), 0);
    this.#bufferFrom = offset;
    if (!hadRoom && this.wanted) this.room.ring();
  }

  /** From a place in the buffer on. No more than asked for, about 1 MB at most, and never across a gap. */
  #batchAt(place: number): LogBatch['records'] | undefined {
    const first = this.#buffer[place];
    if (!first) return undefined;
    const most = Math.min(this.reader.maxRecords ?? logLimits.batchRecords, this.#buffer.length - place);
    let bytes = sizeOf(first);
    let count = 1;
    for (; count < most; count++) {
      const record = this.#buffer[place + count]!;
      bytes += sizeOf(record);
      if (record.offset !== first.offset + count || bytes > logLimits.batchBytes) break;
    }
    return [first, ...this.#buffer.slice(place + 1, place + count)];
  }
}
