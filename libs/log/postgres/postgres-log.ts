import { type Database, migrate } from '#persistence';
import { Handover } from '../handover.js';
import { type Log, LogError, type LogReader, type LogRecord, type TopicSpec } from '../port.js';
import { Appender, type BatchSender } from '../writing/appender.js';
import { checkTopic } from './check-topic.js';
import { toLogError } from './failure.js';
import { CreateLog1760000000001 } from './migrations/create-log.js';
import { announceRecords } from './news.js';
import { readGroup } from './reading/read-group.js';
import { keepSweeping } from './retention.js';
import { type AppendedRow, appendRecords, appendValues } from './statements/append-records.js';
import { createTopic } from './statements/create-topic.js';
import { findTopic, type TopicRow } from './statements/find-topic.js';
import { type RecordRow, storedRecord } from './statements/read-batch.js';
import { readEnds } from './statements/read-ends.js';
import { readRecord } from './statements/read-record.js';

const HOUR_MS = 3_600_000;

export type PostgresLogOptions = {
  /** How often records past their retention are deleted. Default: each hour. */
  readonly sweepEveryMs?: number;
};

/**
 * The log in PostgreSQL, in schema `log`, which it makes and migrates. `database` stays the caller's to close, after
 * the log.
 */
export async function openPostgresLog(database: Database, options: PostgresLogOptions = {}): Promise<Log> {
  await migrate(database, { name: 'log', migrations: [CreateLog1760000000001] });
  return postgresLog(database, options);
}

function postgresLog(database: Database, options: PostgresLogOptions): Log {
  const handover = new Handover();
  const appenders = new Map<string, Appender>();
  const closed = new AbortController();
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    const settled = work.catch(() => undefined).finally(() => running.delete(settled));
    running.add(settled);
    return work;
  };
  track(keepSweeping(database, options.sweepEveryMs ?? HOUR_MS, closed.signal));
  const appenderOf = (topic: string): Appender => {
    const appender = appenders.get(topic) ?? new Appender(batchSender(database, topic, handover, track));
    appenders.set(topic, appender);
    return appender;
  };
  return {
    ...lookups(database),
    append: async (topic: string, records: readonly LogRecord[]) => {
      if (closed.signal.aborted) throw new LogError('LOG_CLOSED', 'The log is closed.', true);
      if (records.length > 0) await appenderOf(topic).append(records);
    },
    read: (topic: string, reader: LogReader, signal: AbortSignal) =>
      track(readGroup({ database, handover }, topic, reader, AbortSignal.any([signal, closed.signal]))),
    close: async () => {
      closed.abort();
      await Promise.all([...appenders.values()].map((appender) => appender.close()));
      await Promise.all(running);
    },
  };
}

function batchSender(
  database: Database,
  topic: string,
  handover: Handover,
  track: (work: Promise<void>) => Promise<void>,
): BatchSender {
  return {
    send: async (records) => {
      const appended = await translated(() => database.query<AppendedRow>(appendRecords, appendValues(topic, records)));
      for (const { at_partition, end_offset, at_time } of appended) {
        const own = records.filter(({ partition }) => partition === at_partition);
        handover.give(topic, at_partition, own, end_offset - own.length, at_time);
      }
      const ends = appended.map(({ at_partition, end_offset }) => [at_partition, end_offset] as const);
      track(announceRecords(database, topic, ends)).catch(() => undefined);
    },
    close: async () => undefined,
  };
}

function lookups(database: Database): Pick<Log, 'create' | 'verify' | 'ends' | 'at'> {
  return {
    create: async (topic, { partitions, time, retention }: TopicSpec) => {
      const retentionMs = retention === 'forever' ? null : retention;
      await translated(() => database.query(createTopic, [topic, partitions, time, retentionMs]));
    },
    verify: (topic, spec) =>
      translated(async () => {
        const [found] = await database.query<TopicRow>(findTopic, [topic]);
        const [identity] = await database.query<{ log_id: string }>('select log_id from log.identity');
        return { logId: identity?.log_id ?? '', problems: checkTopic(topic, found, spec) };
      }),
    ends: async (topic) => {
      const rows = await translated(() => database.query<{ next_offset: number }>(readEnds, [topic]));
      if (rows.length === 0) throw new LogError('LOG_TOPIC_MISSING', `Topic ${topic} does not exist.`, true);
      return rows.map(({ next_offset }) => next_offset);
    },
    at: async (topic, partition, offset) => {
      const [row] = await translated(() => database.query<RecordRow>(readRecord, [topic, partition, offset]));
      return row && storedRecord(row);
    },
  };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    throw toLogError(failure);
  }
}
