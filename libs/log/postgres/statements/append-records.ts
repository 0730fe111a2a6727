import type { Statement } from '#persistence';
import type { LogRecord } from '../../port.js';

export const appendRecords: Statement = {
  name: 'log_append',
  text: 'select log.append($1, $2::int[], $3::text[], $4::text[], $5::bytea[])',
};

export function appendValues(topic: string, records: readonly LogRecord[]): readonly unknown[] {
  return [
    topic,
    records.map(({ partition }) => partition),
    records.map(({ key }) => key),
    records.map(({ headers }) => JSON.stringify(headers)),
    records.map(({ value }) => Buffer.from(value.buffer, value.byteOffset, value.byteLength)),
  ];
}
