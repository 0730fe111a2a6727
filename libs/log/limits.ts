import type { LogRecord } from './port.js';

/** What every adapter keeps to, so that an installation can move from one to another. */
export const logLimits = {
  /** Records in one batch, written or read. */
  batchRecords: 500,
  /** Bytes of one batch, written or read; a single record may always be as large as `recordBytes`. */
  batchBytes: 1_000_000,
  /** Bytes of one record: key, headers and value together. */
  recordBytes: 1_000_000,
} as const;

/** Bytes of a record as the limits count them: key, header names and values, value. */
export function sizeOf(record: LogRecord): number {
  let bytes = record.value.byteLength + Buffer.byteLength(record.key);
  for (const [name, value] of Object.entries(record.headers)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  return bytes;
}
