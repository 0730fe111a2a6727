import type { Statement } from '#persistence';
import type { LogRecord, StoredRecord } from '../../port.js';

export const appendRecords: Statement = {
  name: 'log_append',
  text: 'select at_partition, end_offset, at_time from log.append($1, $2::int[], $3::text[], $4::text[], $5::bytea[])',
};

/** Where the records of one partition have come to lie: right before `end_offset`, all at the same time. */
export type AppendedRow = { readonly at_partition: number; readonly end_offset: number; readonly at_time: number };

export function appendValues(topic: string, records: readonly LogRecord[]): readonly unknown[] {
  return [
    topic,
    records.map(({ partition }) => partition),
    records.map(({ key }) => key),
    records.map(({ headers }) => JSON.stringify(headers)),
    records.map(({ value }) => Buffer.from(value.buffer, value.byteOffset, value.byteLength)),
  ];
}

/** The records of one partition as they now are on the log, in offset order. */
export function storedRecords({ at_partition, end_offset, at_time }: AppendedRow, records: readonly LogRecord[]) {
  const own = records.filter(({ partition }) => partition === at_partition);
  const first = end_offset - own.length;
  return own.map((record, place): StoredRecord => ({ ...record, offset: first + place, timestamp: at_time }));
}
