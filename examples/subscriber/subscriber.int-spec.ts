import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { encodeLifecycle, LIFECYCLE_TOPIC, type LifecycleEvent } from '#lifecycle';
import type { Log, TopicSpec } from '#log';
import { openKafkaLog } from '#log/kafka';
import { openPostgresLog } from '#log/postgres';
import { describeWithKafka, eventually, type TestDatabase, testDatabase } from '#testing';
import { seededRandom } from '#testing/downstream';

const users = 200;
const changesPerUser = 10;
const kills = 6;
const seed = Number(process.env['ROLLCALL_TEST_SEED'] ?? randomInt(1_000_000));

const topicSpec: TopicSpec = { partitions: 2, time: 'producer', retention: 30 * 86_400_000 };

let test: TestDatabase;
let log: Log;
let child: ChildProcess;

beforeEach(async () => {
  test = await testDatabase();
});
afterEach(async () => {
  child.kill('SIGKILL');
  await log.close();
  await test.drop();
});

const launch = (variables: Readonly<Record<string, string>> = {}): ChildProcess =>
  spawn(process.execPath, ['dist/examples/subscriber/main.js'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: test.url, ...variables },
    stdio: 'inherit',
  });

const record = (partition: number, src: number, id: string, version: number, directoryId: string) => {
  const event: LifecycleEvent = {
    id: randomUUID(),
    type: version === 1 ? 'user.created' : 'user.updated',
    v: 1,
    time: new Date().toISOString(),
    directoryId,
    resource: { type: 'User', id, version },
    attributes: { userName: `user-${version}`, active: version % 2 === 0 },
    requestId: 'request',
  };
  return { partition, ...encodeLifecycle(event, { src, idx: 0 }) };
};

it(`applies every event exactly once, though it is killed and the publisher repeats itself (seed ${seed})`, async () => {
  log = await openPostgresLog(test.database);
  await log.create(LIFECYCLE_TOPIC, topicSpec);
  const random = seededRandom(seed);
  const ids = Array.from({ length: users }, () => randomUUID());
  const directoryId = randomUUID();
  child = launch();
  const writing = (async () => {
    for (let version = 1; version <= changesPerUser; version += 1) {
      const records = ids.map((id, n) => {
        const src = (version - 1) * users + n;
        return record(n % 2, src, id, version, directoryId);
      });
      await log.append(LIFECYCLE_TOPIC, records);
      await log.append(LIFECYCLE_TOPIC, records.slice(-50));
      await sleep(200);
    }
  })();
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(500 + random() * 700);
    child.kill('SIGKILL');
    child = launch();
  }
  await writing;
  const ends = await log.ends(LIFECYCLE_TOPIC);
  await eventually(
    async () => {
      const progress = await test.database.query<{ next_offset: number }>(
        'select next_offset from subscriber.progress order by partition',
      );
      expect(progress.map(({ next_offset }) => next_offset)).toEqual(ends);
    },
    { deadlineMs: 20_000 },
  );
  const kept = await test.database.query(
    'select count(*) as users, min(events) as least, max(events) as most, bool_and(is_active) as active, min(user_name) as name from subscriber.subscriber_user',
  );
  const name = `user-${changesPerUser}`;
  expect(kept).toEqual([{ users, least: changesPerUser, most: changesPerUser, active: true, name }]);
}, 60_000);

it('is whole in less than 60 lines', () => {
  expect(readFileSync('examples/subscriber/main.ts', 'utf8').trimEnd().split('\n').length).toBeLessThan(60);
});

describeWithKafka('On Kafka', (brokers) => {
  it('reads the topic with the prefix of its Rollcall, in a group with that prefix', async () => {
    const prefix = `subscriber-${randomUUID()}.`;
    const topic = prefix + LIFECYCLE_TOPIC;
    log = openKafkaLog({ brokers: brokers.split(','), clientId: 'subscriber-test' });
    await log.create(topic, topicSpec);
    const id = randomUUID();
    await log.append(topic, [record(1, 0, id, 1, randomUUID())]);
    child = launch({ KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix });
    await eventually(
      async () => {
        const users = await test.database.query('select user_id, events from subscriber.subscriber_user');
        expect(users).toEqual([{ user_id: id, events: 1 }]);
      },
      { deadlineMs: 30_000 },
    );
    const admin = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const { groups } = await admin.listGroups().finally(() => admin.disconnect());
    expect(groups.map(({ groupId }) => groupId)).toContain(`${prefix}subscriber`);
  }, 60_000);
});
