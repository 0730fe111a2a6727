// A service that follows Rollcall: it keeps a table of users in step with the lifecycle log, each event exactly once.
// DATABASE_URL is where its table lies; with KAFKA_BROKERS it reads Kafka, otherwise the log in that database.
// KAFKA_TOPIC_PREFIX is that of the Rollcall it follows.
import { decodeLifecycle, isAfter, LIFECYCLE_TOPIC, type LifecycleEvent, type Position } from '#lifecycle';
import type { LogBatch } from '#log';
import { openKafkaLog } from '#log/kafka';
import { openPostgresLog } from '#log/postgres';
import { openDatabase, type Queryable } from '#persistence';
import { tables } from './tables.js';

const { DATABASE_URL: url = '', KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX = '' } = process.env;
const prefix = brokers ? KAFKA_TOPIC_PREFIX : '';
const database = await openDatabase({ url, applicationName: 'subscriber', poolSize: 4 });
for (const statement of tables.split(';')) await database.query(statement);
const log = brokers
  ? openKafkaLog({ brokers: brokers.split(','), clientId: 'subscriber' })
  : await openPostgresLog(database);

const apply = async (tx: Queryable, { type, resource, directoryId, attributes }: LifecycleEvent): Promise<void> => {
  if (resource.type !== 'User') return;
  const values = [resource.id, directoryId, attributes?.['userName'] ?? null, attributes?.['active'] !== false];
  if (type === 'user.deleted')
    await tx.query('delete from subscriber.subscriber_user where user_id = $1', [resource.id]);
  else await tx.query(upsert, values);
};
const upsert = `insert into subscriber.subscriber_user as u values ($1, $2, $3, $4, 1)
  on conflict (user_id) do update set user_name = excluded.user_name, is_active = excluded.is_active, events = u.events + 1`;

type Progress = { next_offset: number; src: number | null; idx: number | null };
// The row's lock keeps a reader that lost its partition from applying anything beside the new one.
const progressOf = `select next_offset, src, idx from subscriber.progress where partition = $1 for update`;
const start = `insert into subscriber.progress (partition, next_offset) values ($1, 0) on conflict do nothing`;
const advance = `update subscriber.progress set next_offset = $2, src = $3, idx = $4 where partition = $1`;

const onBatch = ({ partition, records }: LogBatch): Promise<number> =>
  database.transaction(async (tx) => {
    const [row] = await tx.query<Progress>(progressOf, [partition]);
    let nextOffset = row?.next_offset ?? 0;
    let watermark: Position | undefined = row?.src == null ? undefined : { src: row.src, idx: row.idx ?? 0 };
    for (const record of records.filter(({ offset }) => offset >= nextOffset)) {
      nextOffset = record.offset + 1;
      const decoded = decodeLifecycle(record);
      if (decoded.kind === 'foreign' || !isAfter(decoded.position, watermark)) continue; // the publisher may repeat itself
      if (decoded.kind === 'event') await apply(tx, decoded.event);
      watermark = decoded.position;
    }
    await tx.query(advance, [partition, nextOffset, watermark?.src ?? null, watermark?.idx ?? null]);
    return nextOffset;
  });

const position = async (partition: number): Promise<number> => {
  await database.query(start, [partition]);
  return (await database.query<Progress>(progressOf, [partition]))[0]?.next_offset ?? 0;
};
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
await log.read(prefix + LIFECYCLE_TOPIC, { group: `${prefix}subscriber`, position, onBatch }, stopping.signal);
await log.close();
await database.close();
