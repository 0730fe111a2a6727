import { logLimits, sizeOf } from '../../limits.js';
import type { StoredRecord } from '../../port.js';

const MAX_RECORDS = 2_000;
const MAX_BYTES = 4_000_000;

/**
 * Records of one partition that were handed over and are yet to be read: contiguous, bounded. Whatever does not fit, or
 * does not follow on, is forgotten with all that was kept: the table has it.
 */
export class Ahead {
  #records: StoredRecord[] = [];
  #bytes = 0;

  /** The offset after the last record kept; nothing when none is. */
  get end(): number | undefined {
    const last = this.#records.at(-1);
    return last && last.offset + 1;
  }

  /** @returns false when something was forgotten */
  offer(records: readonly StoredRecord[]): boolean {
    const bytes = records.reduce((sum, record) => sum + sizeOf(record), 0);
    const follows = this.end === undefined || records[0]?.offset === this.end;
    if (!follows || this.#records.length + records.length > MAX_RECORDS || this.#bytes + bytes > MAX_BYTES) {
      this.#records = [];
      this.#bytes = 0;
      return false;
    }
    this.#records.push(...records);
    this.#bytes += bytes;
    return true;
  }

  /** Those from `next` on, at most `most` and about 1 MB; none when the one at `next` is not here. */
  take(next: number, most: number): readonly StoredRecord[] {
    let count = this.#records.findIndex(({ offset }) => offset >= next);
    if (count === -1) count = this.#records.length;
    for (const { offset: _, ...passed } of this.#records.splice(0, count)) this.#bytes -= sizeOf(passed);
    if (this.#records[0]?.offset !== next) return [];
    let taken = 0;
    let bytes = 0;
    for (const record of this.#records) {
      bytes += sizeOf(record);
      if (taken > 0 && (taken >= most || bytes > logLimits.batchBytes)) break;
      taken += 1;
    }
    const records = this.#records.splice(0, taken);
    for (const record of records) this.#bytes -= sizeOf(record);
    return records;
  }
}
