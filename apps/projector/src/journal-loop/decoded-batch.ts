import { decodeRecord, type ForeignRecord, type JournalRecord } from '#journal';
import type { LogBatch, StoredRecord } from '#log';

/** A journal record at its place in the log. `timestamp` is the log's time of append, ms. */
export type PlacedRecord = {
  readonly offset: number;
  readonly timestamp: number;
  readonly record: JournalRecord | ForeignRecord;
};

export const decodeBatch = (batch: LogBatch): readonly PlacedRecord[] => batch.records.map(placed);

export const placed = (stored: StoredRecord): PlacedRecord => ({
  offset: stored.offset,
  timestamp: stored.timestamp,
  record: decodeRecord(stored),
});

/** The id that ties a record to its verdict; a noop or foreign record has none. */
export const commandIdOf = (record: JournalRecord | ForeignRecord): string | undefined =>
  record.kind === 'foreign' || record.kind === 'noop' ? undefined : record.commandId;
