import { logLimits, sizeOf } from '../limits.js';
import { LogError, type LogRecord } from '../port.js';

/** Records that are written together or not at all: those of one call, or a part of a long one. */
export type Waiting = {
  readonly records: readonly LogRecord[];
  readonly since: number;
  readonly settle: (failure?: LogError) => void;
};

type Queued = { readonly waiting: Waiting; readonly bytesOf: ReadonlyMap<number, number>; readonly bytes: number };

const MAX_RECORDS = 20_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** What waits to be sent, in the order it came, bounded in records and bytes. */
export class AppendQueue {
  readonly #queue: Queued[] = [];
  #records = 0;
  #bytes = 0;

  get records(): number {
    return this.#records;
  }

  /** @throws {LogError} `LOG_QUEUE_FULL`, definite */
  put(waiting: Waiting): void {
    const bytesOf = bytesByPartition(waiting.records);
    const bytes = [...bytesOf.values()].reduce((sum, size) => sum + size, 0);
    if (this.#records + waiting.records.length > MAX_RECORDS || this.#bytes + bytes > MAX_BYTES) {
      throw new LogError('LOG_QUEUE_FULL', `${this.#records} records wait to be written already.`, true);
    }
    this.#queue.push({ waiting, bytesOf, bytes });
    this.#records += waiting.records.length;
    this.#bytes += bytes;
  }

  /** The first ones that fit into one send: 500 records, and for each partition about 1 MB. Empty when none wait. */
  take(): readonly Waiting[] {
    const filled = new Map<number, number>();
    let records = 0;
    let count = 0;
    for (const { waiting, bytesOf } of this.#queue) {
      const fits =
        records + waiting.records.length <= logLimits.batchRecords &&
        [...bytesOf].every(([partition, bytes]) => (filled.get(partition) ?? 0) + bytes <= logLimits.batchBytes);
      if (!fits && count > 0) break;
      for (const [partition, bytes] of bytesOf) filled.set(partition, (filled.get(partition) ?? 0) + bytes);
      records += waiting.records.length;
      count += 1;
    }
    const taken = this.#queue.splice(0, count);
    this.#records -= records;
    this.#bytes -= taken.reduce((sum, { bytes }) => sum + bytes, 0);
    return taken.map(({ waiting }) => waiting);
  }
}

/** Cuts the records of a call into parts that each fit into one send. */
export function cutForSending(records: readonly LogRecord[]): readonly (readonly LogRecord[])[] {
  const parts: LogRecord[][] = [];
  let filled = new Map<number, number>();
  for (const record of records) {
    const size = sizeOf(record);
    const part = parts.at(-1);
    const bytes = (filled.get(record.partition) ?? 0) + size;
    if (part && part.length < logLimits.batchRecords && bytes <= logLimits.batchBytes) {
      part.push(record);
      filled.set(record.partition, bytes);
    } else {
      parts.push([record]);
      filled = new Map([[record.partition, size]]);
    }
  }
  return parts;
}

function bytesByPartition(records: readonly LogRecord[]): Map<number, number> {
  const bytesOf = new Map<number, number>();
  for (const record of records) {
    bytesOf.set(record.partition, (bytesOf.get(record.partition) ?? 0) + sizeOf(record));
  }
  return bytesOf;
}
