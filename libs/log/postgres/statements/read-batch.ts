import type { Statement } from '#persistence';
import type { StoredRecord } from '../../port.js';

export type RecordRow = {
  readonly partition: number;
  readonly offset: number;
  readonly appended_at: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
};

/**
 * $1 topic id, $2 partition, $3 first offset, $4 most records, $5 most bytes of values. The first record comes whatever
 * its size. Sizes are known without reading the values.
 */
export const readBatch: Statement = {
  name: 'log_read',
  text: `
    select partition, "offset", appended_at, key, headers, value
    from (
      select partition, "offset", appended_at, key, headers, value,
             sum(octet_length(value)) over (order by "offset") as bytes,
             row_number() over (order by "offset") as place
      from log.record
      where topic_id = $1 and partition = $2 and "offset" >= $3
      order by "offset" limit $4
    ) as ahead
    where bytes <= $5 or place = 1
    order by "offset"`,
};

export function storedRecord(row: RecordRow): StoredRecord {
  const { partition, offset, key, headers, value } = row;
  return { partition, offset, timestamp: row.appended_at, key, headers, value };
}
