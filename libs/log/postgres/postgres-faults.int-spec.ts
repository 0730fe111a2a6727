import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '#persistence';
import { eventually, type TestDatabase, testDatabase } from '#testing';
import type { Log, LogBatch } from '../port.js';
import { afterLast, aRecord, numbered, reading, text } from '../reading.contract.js';
import { openPostgresLog } from './index.js';
import { sweepExpired } from './retention.js';

let test: TestDatabase;
const opened: { readonly log: Log; readonly database: Database }[] = [];

/** As another process has it: a pool of its own, under a name of its own. */
async function openAs(applicationName: string): Promise<Log> {
  const database = await openDatabase({ url: test.url, applicationName, poolSize: 6 });
  const log = await openPostgresLog(database);
  opened.push({ log, database });
  return log;
}

async function newTopic(log: Log, partitions = 1, retention: number | 'forever' = 'forever'): Promise<string> {
  const topic = `faults.${randomUUID()}`;
  await log.create(topic, { partitions, time: 'append', retention });
  return topic;
}

const endSessions = (like: string) =>
  test.database.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name like $1', [like]);

beforeAll(async () => {
  test = await testDatabase();
});
afterEach(async () => {
  for (const { log, database } of opened.splice(0)) {
    await log.close();
    await database.close();
  }
});
afterAll(() => test.drop());

describe('The log on PostgreSQL, written to by several processes', () => {
  it('leaves no offset out, hands none out twice, and never goes back in time', async () => {
    const logs = [await openAs('a'), await openAs('b'), await openAs('c')];
    const topic = await newTopic(logs[0]!, 3);
    const seen = reading(logs[0]!, topic);
    await Promise.all(
      logs.flatMap((log, l) =>
        Array.from({ length: 60 }, (_, i) =>
          log.append(topic, [...numbered(2, i % 3, `${l}.${i}.`), ...numbered(1, (i + 1) % 3, `${l}.${i}.`)]),
        ),
      ),
    );
    await eventually(() => expect(seen.records).toHaveLength(540), { deadlineMs: 10_000 });
    await seen.stop();
    for (const partition of [0, 1, 2]) {
      const records = seen.records.filter((record) => record.partition === partition);
      expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: 180 }, (_, i) => i));
      const times = records.map(({ timestamp }) => timestamp);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('tells readers of other processes at once', async () => {
    const [writer, other] = [await openAs('writer'), await openAs('other')];
    const topic = await newTopic(writer);
    const seen = reading(other, topic);
    await eventually(() => expect(seen.assignments).toHaveLength(1));
    const begin = performance.now();
    for (let i = 1; i <= 5; i += 1) {
      await writer.append(topic, [aRecord(`${i}`)]);
      await eventually(() => expect(seen.records).toHaveLength(i));
    }
    expect(performance.now() - begin).toBeLessThan(1_000);
    await seen.stop();
  });

  it('keeps the time of a partition when the clock of the server is behind it', async () => {
    const log = await openAs('a');
    const topic = await newTopic(log);
    const ahead = Date.now() + 3_600_000;
    await test.database.query('update log.partition set last_time = $1', [ahead]);
    await log.append(topic, [aRecord('x')]);
    expect(await log.at(topic, 0, 0)).toMatchObject({ timestamp: ahead });
  });
});

describe('The log on PostgreSQL, when connections are lost', () => {
  it('says that a record may be on the log when the connection ended while it was written', async () => {
    const log = await openAs('doomed');
    const topic = await newTopic(log);
    const held = await test.database.openSession('holder');
    await held.query('begin');
    await held.query('select from log.partition for update');
    const outcome = log.append(topic, [aRecord('x')]).catch((error: unknown) => error);
    await eventually(async () => {
      const waiting = await test.database.query(
        `select from pg_stat_activity where application_name = 'doomed' and wait_event_type = 'Lock'`,
      );
      expect(waiting).toHaveLength(1);
    });
    await endSessions('doomed');
    expect(await outcome).toMatchObject({ code: 'LOG_UNAVAILABLE', definite: false });
    await held.close();
    await eventually(() => log.append(topic, [aRecord('y')]));
    expect(text((await log.at(topic, 0, 0))!)).toBe('y');
  });

  it('gives the partitions of a reader that vanished to the others within seconds', async () => {
    const [a, b] = [await openAs('first'), await openAs('second')];
    const topic = await newTopic(a, 4);
    const [readsA, readsB] = [reading(a, topic), reading(b, topic)];
    const owned = () => [readsA, readsB].map(({ assignments }) => assignments.at(-1)?.length);
    await eventually(() => expect(owned()).toEqual([2, 2]));
    const lost = readsA.assignments.length;
    await endSessions('first reads%');
    await eventually(() => expect(readsA.assignments[lost]).toEqual([]));
    await eventually(() => expect(owned()).toEqual([2, 2]), { deadlineMs: 8_000 });
    await a.append(
      topic,
      [0, 1, 2, 3].flatMap((partition) => numbered(3, partition)),
    );
    await eventually(() => expect(readsA.records.length + readsB.records.length).toBe(12));
    await Promise.all([readsA.stop(), readsB.stop()]);
  });

  it('lets no second reader start on a partition before the running batch of the first has ended', async () => {
    const [a, b] = [await openAs('first'), await openAs('second')];
    const topic = await newTopic(a, 2);
    const running = new Set<number>();
    let overlaps = 0;
    const onBatch = async (batch: LogBatch) => {
      if (running.has(batch.partition)) overlaps += 1;
      running.add(batch.partition);
      await new Promise((resolve) => setTimeout(resolve, 150));
      running.delete(batch.partition);
      return afterLast(batch);
    };
    const readsA = reading(a, topic, { onBatch, maxRecords: 1 });
    await a.append(topic, [...numbered(4, 0), ...numbered(4, 1)]);
    await eventually(() => expect(running.size).toBe(2));
    const readsB = reading(b, topic, { onBatch, maxRecords: 1 });
    await eventually(() => expect(readsB.assignments.at(-1)).toHaveLength(1));
    await readsA.stop();
    await eventually(() => expect(readsB.assignments.at(-1)).toHaveLength(2));
    await readsB.stop();
    expect(overlaps).toBe(0);
  });
});

describe('Retention of the log on PostgreSQL', () => {
  it('deletes what is too old in small steps, keeps the rest, and keeps offsets going', async () => {
    const log = await openAs('a');
    const [short, forever] = [await newTopic(log, 2, 60_000), await newTopic(log)];
    await log.append(short, [...numbered(25, 0), ...numbered(3, 1)]);
    await log.append(forever, numbered(5));
    await test.database.query('update log.record set appended_at = appended_at - 61000');
    await log.append(short, numbered(2, 0, 'young'));
    expect(await sweepExpired(test.database, new AbortController().signal, 10)).toBe(28);
    expect(await log.ends(short)).toEqual([27, 3]);
    expect([await log.at(short, 0, 24), text((await log.at(short, 0, 25))!)]).toEqual([undefined, 'young0']);
    expect(await log.at(forever, 0, 0)).toBeDefined();
    const seen = reading(log, short);
    await eventually(() => expect(seen.records.map(({ offset }) => offset)).toEqual([25, 26]));
    await seen.stop();
  });
});

describe('Large records in the log on PostgreSQL', () => {
  it('are read in batches of about a megabyte', async () => {
    const log = await openAs('a');
    const topic = await newTopic(log);
    const large = { ...aRecord(''), value: Buffer.alloc(300_000, 1) };
    for (let i = 0; i < 8; i += 1) await log.append(topic, [large]);
    const seen = reading(log, topic);
    await eventually(() => expect(seen.records).toHaveLength(8));
    expect(seen.batches.map(({ records }) => records.length)).toEqual([3, 3, 2]);
    await seen.stop();
  });
});
