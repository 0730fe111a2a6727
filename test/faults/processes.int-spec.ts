import { randomBytes, randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { decodeRecord, JOURNAL_TOPIC, partitionOf } from '#journal';
import { openKafkaLog } from '#log/kafka';
import {
  describeWithOwnBroker,
  eventually,
  isServiceReady,
  killServices,
  launchService,
  type OwnBroker,
  type Service,
  startBroker,
  startService,
  type TestDatabase,
  testDatabase,
} from '#testing';
import { type Answer, aPerson, type Client, countByUserName, createDirectory, scimClient } from '../e2e/clients.js';
import { keepWriting } from '../e2e/keep-writing.js';

const kafkaPartitions = 24;

describeWithOwnBroker('processes that are killed and frozen, on a broker that is killed', () => {
  const adminToken = randomBytes(24).toString('base64url');
  let broker: OwnBroker;
  let database: TestDatabase;
  let environment: Record<string, string>;
  let gateway: Service;
  let projector: Service;
  let directory: { readonly id: string; readonly token: string; readonly scim: Client };

  beforeAll(async () => {
    [broker, database] = await Promise.all([startBroker(), testDatabase()]);
    environment = {
      DATABASE_URL: database.url,
      ROLLCALL_LOG: 'kafka',
      KAFKA_BROKERS: broker.brokers,
      ROLLCALL_ADMIN_TOKEN: adminToken,
      ROLLCALL_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    [projector, gateway] = await Promise.all([
      startService('projector', environment),
      startService('gateway', environment),
    ]);
    directory = await createDirectory(gateway.url, adminToken, 'processes');
  }, 90_000);
  afterAll(async () => {
    await killServices();
    await database?.drop();
    await broker?.stop();
  });

  const create = (userName: string, scim = directory.scim, headers = {}): Promise<Answer> =>
    scim.request('POST', '/Users', aPerson(userName), headers);
  /** Its proposals on the journal, as the broker has them. */
  const proposals = async (): Promise<number> => {
    const log = await openKafkaLog({ brokers: [broker.brokers], clientId: 'test' });
    try {
      const partition = partitionOf(directory.id, kafkaPartitions);
      const end = (await log.ends(JOURNAL_TOPIC))[partition] ?? 0;
      let found = 0;
      for (let offset = 0; offset < end; offset += 1) {
        const stored = await log.at(JOURNAL_TOPIC, partition, offset);
        const record = stored && decodeRecord(stored);
        if (record?.kind === 'proposal' && record.directoryId === directory.id) found += 1;
      }
      return found;
    } finally {
      await log.close();
    }
  };
  const eventsOf = (id: unknown): Promise<unknown[]> =>
    database.database.query('select version, type from rm_1.event where aggregate_id = $1 order by src, idx', [id]);
  const expectEachOnce = async (names: ReadonlySet<string>): Promise<void> => {
    const found = await countByUserName(directory.scim);
    expect([...names].filter((name) => found.get(name) !== 1)).toEqual([]);
    const twice = 'select aggregate_id from rm_1.event group by 1 having count(*) filter (where version = 1) > 1';
    expect(await database.database.query(`${twice} and min(aggregate_type) = 'User'`)).toEqual([]);
  };

  it('row 4: a gateway is killed after its record was appended: state and verdict are there, and a repeat meets them', async () => {
    const dying = await startService('gateway', environment);
    const key = { 'idempotency-key': randomUUID() };
    process.kill(projector.pid ?? 0, 'SIGSTOP');
    const unanswered = create('ada@example.com', scimClient(dying.url, directory.token), key);
    await eventually(async () => expect(await proposals()).toBe(1), { deadlineMs: 10_000 });
    await dying.kill('SIGKILL');
    process.kill(projector.pid ?? 0, 'SIGCONT');
    expect((await unanswered).status).toBe(0);

    const repeated = await eventually(
      async () => {
        const answer = await create('ada@example.com', directory.scim, key);
        expect(answer.status).toBe(201);
        return answer;
      },
      { deadlineMs: 15_000 },
    );
    expect(await create('ada@example.com')).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect(await eventsOf(repeated.body['id'])).toEqual([{ version: 1, type: 'user.created' }]);
  }, 40_000);

  it('rows 7 and 8: a projector is killed at work and started again: what was acknowledged is there, once', async () => {
    const { acknowledged, stop } = keepWriting('killed', [directory.scim]);
    await eventually(() => expect(acknowledged.size).toBeGreaterThan(30), { deadlineMs: 30_000 });
    await projector.kill('SIGKILL');
    const before = acknowledged.size;
    projector = await startService('projector', environment);
    await eventually(() => expect(acknowledged.size).toBeGreaterThan(before + 30), { deadlineMs: 45_000 });
    await stop();
    await expectEachOnce(acknowledged);
  }, 90_000);

  it('rows 13 and 16: the broker is killed and comes back: refusals meanwhile, reads go on, nothing acknowledged is lost', async () => {
    const { body } = await create('reader@example.com');
    const { acknowledged, stop } = keepWriting('broker', [directory.scim]);
    await eventually(() => expect(acknowledged.size).toBeGreaterThan(30), { deadlineMs: 20_000 });
    await broker.kill();
    const before = acknowledged.size;
    await eventually(async () => expect(await isServiceReady(gateway.url)).toBe(false), { deadlineMs: 15_000 });
    await eventually(
      async () => {
        const begin = performance.now();
        expect(await create('refused@example.com')).toMatchObject({
          status: 503,
          body: { detail: expect.stringContaining('not applied') },
        });
        expect(performance.now() - begin).toBeLessThan(1_000);
      },
      { deadlineMs: 20_000 },
    );
    expect((await directory.scim.request('GET', `/Users/${body['id']}`)).status).toBe(200);
    await broker.restart();
    await eventually(() => expect(acknowledged.size).toBeGreaterThan(before + 30), { deadlineMs: 40_000 });
    await stop();
    await expectEachOnce(acknowledged);
  }, 120_000);

  it('row 9: a projector is frozen while another takes its work, and wakes up as a zombie: it changes nothing', async () => {
    const other = await startService('projector', environment);
    const { acknowledged, stop } = keepWriting('frozen', [directory.scim]);
    await eventually(() => expect(acknowledged.size).toBeGreaterThan(20), { deadlineMs: 30_000 });
    process.kill(projector.pid ?? 0, 'SIGSTOP');
    const before = acknowledged.size;
    await eventually(() => expect(acknowledged.size).toBeGreaterThan(before + 40), { deadlineMs: 45_000 });
    process.kill(projector.pid ?? 0, 'SIGCONT');
    const after = acknowledged.size;
    await eventually(() => expect(acknowledged.size).toBeGreaterThan(after + 40), { deadlineMs: 30_000 });
    await stop();
    await expectEachOnce(acknowledged);
    await other.kill('SIGTERM');
  }, 120_000);

  it('row 17: the journal is deleted and made again: the projector says that it stands still, and judges nothing', async () => {
    await Promise.all([projector.kill('SIGTERM'), gateway.kill('SIGTERM')]);
    const admin = new kafkajs.Kafka({ brokers: [broker.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [JOURNAL_TOPIC] });
    await eventually(async () => expect(await admin.listTopics()).not.toContain(JOURNAL_TOPIC), { deadlineMs: 20_000 });
    await admin.disconnect();
    const count = 'select count(*) as n from rm_1.verdict';
    const before = await database.database.query(count);
    const stopped = await launchService('projector', environment);
    await eventually(
      async () => {
        const report = await (await fetch(`${stopped.url}/health/ready`)).json();
        expect(report).toMatchObject({ ready: false, checks: { journal: expect.stringContaining('FOREIGN_LOG') } });
      },
      { deadlineMs: 30_000 },
    );
    expect(await database.database.query(count)).toEqual(before);
  }, 60_000);
});
