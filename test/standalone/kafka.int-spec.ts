import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { JOURNAL_TOPIC } from '#journal';
import { LIFECYCLE_TOPIC } from '#lifecycle';
import {
  describeWithKafka,
  freePort,
  killServices,
  launchService,
  type Service,
  startService,
  type TestDatabase,
  testDatabase,
} from '#testing';
import { aPerson, createDirectory, scimClient } from '../e2e/clients.js';

describeWithKafka('npm start on Kafka', (brokers) => {
  const adminToken = randomBytes(24).toString('base64url');
  let home: string;
  let database: TestDatabase;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'rollcall-on-kafka-'));
    database = await testDatabase();
  });
  afterEach(async () => {
    await killServices();
    await database.drop();
    await rm(home, { recursive: true, force: true });
  });

  const aPrefix = (): string => `start-${randomBytes(4).toString('hex')}.`;
  const environment = (prefix: string): Record<string, string> => ({
    DATABASE_URL: database.url,
    ROLLCALL_LOG: 'kafka',
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC_PREFIX: prefix,
    ROLLCALL_DATA_DIR: home,
    ROLLCALL_ADMIN_TOKEN: adminToken,
  });
  const start = (prefix: string): Promise<Service> => startService('standalone', environment(prefix));
  const refusal = async (given: Record<string, string>): Promise<readonly string[]> => {
    const service = await launchService('standalone', given);
    const code = await service.exited;
    const { stdout, stderr } = service.output();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    return stderr.trimEnd().split('\n');
  };

  it('runs the same process on a real broker and a PostgreSQL of one’s own, and keeps all data', async () => {
    const prefix = aPrefix();
    const service = await start(prefix);
    const { token, scim } = await createDirectory(service.url, adminToken, 'acme');
    const created = await scim.request('POST', '/Users', aPerson('ada@example.com'));
    expect(created.status).toBe(201);
    expect(await service.kill('SIGINT')).toBe(0);
    const again = await start(prefix);
    const after = scimClient(again.url, token);
    expect(await after.request('GET', `/Users/${created.body['id']}`)).toMatchObject({ status: 200 });
    expect(await after.request('POST', '/Users', aPerson('ada@example.com'))).toMatchObject({ status: 409 });
    expect(await again.kill('SIGTERM')).toBe(0);
  }, 60_000);

  const admin = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
  const topicsWith = async (prefix: string): Promise<readonly string[]> => {
    await admin.connect();
    const topics = await admin.listTopics().finally(() => admin.disconnect());
    return topics.filter((topic) => topic.startsWith(prefix)).sort();
  };

  it('refuses a journal with another number of partitions, or one that forgets', async () => {
    const prefix = aPrefix();
    await admin.connect();
    const configEntries = [{ name: 'retention.ms', value: '1000' }];
    await admin.createTopics({ topics: [{ topic: prefix + JOURNAL_TOPIC, numPartitions: 3, configEntries }] });
    await admin.disconnect();
    const sentences = await refusal(environment(prefix));
    expect(sentences).toContainEqual(expect.stringMatching(/partitions is 3, but must be 24/));
    expect(sentences).toContainEqual(expect.stringMatching(/retention\.ms/));
    expect(sentences.every((sentence) => sentence.includes(prefix + JOURNAL_TOPIC))).toBe(true);
  }, 60_000);

  it('refuses a cluster that its journal is not on, before it makes a topic there, and another log', async () => {
    const prefix = aPrefix();
    const service = await start(prefix);
    expect(await topicsWith(prefix)).toEqual([prefix + JOURNAL_TOPIC, prefix + LIFECYCLE_TOPIC]);
    await service.kill('SIGTERM');
    expect(await refusal({ ...environment(aPrefix()), ROLLCALL_LOG: 'postgres' })).toContainEqual(
      expect.stringMatching(/^The journal is on log .* but this installation's journal is on log/),
    );
    await database.database.query(`update core.installation set journal_log_id = 'another-cluster'`);
    const another = aPrefix();
    expect(await refusal(environment(another))).toEqual([
      expect.stringMatching(/^The journal is on log .* but this installation's journal is on log another-cluster/),
    ]);
    expect(await topicsWith(another)).toEqual([]);
  }, 60_000);

  it('refuses a journal that another installation writes to, and takes topics of its own', async () => {
    const prefix = aPrefix();
    const service = await start(prefix);
    await createDirectory(service.url, adminToken, 'acme');
    const other = await testDatabase();
    try {
      expect(await refusal({ ...environment(prefix), DATABASE_URL: other.url })).toEqual([
        expect.stringMatching(/^The journal holds records of another installation.*KAFKA_TOPIC_PREFIX/),
      ]);
      await startService('standalone', { ...environment(aPrefix()), DATABASE_URL: other.url });
    } finally {
      await killServices();
      await other.drop();
    }
  }, 60_000);

  it('says that no broker answers', async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const sentences = await refusal({ ...environment(aPrefix()), KAFKA_BROKERS: nobody });
    expect(sentences).toEqual([expect.stringContaining(nobody)]);
  }, 60_000);
});
