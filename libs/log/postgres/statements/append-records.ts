import type { Statement } from '#persistence';
import type { LogRecord } from '../../port.js';

export const appendRecords: Statement = {
  name: 'log_append',
  text: 'select at_partition, end_offset, at_time from log.append($1, $2::int[], $3::json, $4::bytea)',
};

/** Where the records of one partition have come to lie: right before `end_offset`, all at the same time. */
export type AppendedRow = { readonly at_partition: number; readonly end_offset: number; readonly at_time: number };

/** Values go as they are, in one piece: as elements of an array they would be written in hexadecimal. */
export function appendValues(topic: string, records: readonly LogRecord[]): readonly unknown[] {
  const heads = records.map(({ partition, key, headers, value }) => ({
    partition,
    key,
    headers,
    bytes: value.byteLength,
  }));
  const partitions = [...new Set(records.map(({ partition }) => partition))];
  return [topic, partitions, JSON.stringify(heads), Buffer.concat(records.map(({ value }) => value))];
}
