import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import { openKafkaLog } from '#log/kafka';
import { openPostgresLog } from '#log/postgres';
import {
  type Downstream,
  describeWithKafka,
  eventually,
  killServices,
  type Service,
  startDownstream,
  startService,
  type TestDatabase,
  testDatabase,
} from '#testing';
import { adminClient, type Client, createDirectory } from '../e2e/clients.js';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** Words that occur nowhere else, each in an attribute of its own. */
const secrets = Object.fromEntries(
  [
    'user',
    'given',
    'family',
    'mail',
    'phone',
    'street',
    'title',
    'external',
    'display',
    'renamed',
    'patched',
    'department',
  ].map((name) => [name, `${name}${randomBytes(5).toString('hex')}`]),
) as Record<string, string>;
const words = Object.values(secrets);

const person = (userName: string) => ({
  schemas: [core, enterprise],
  userName,
  externalId: secrets['external'],
  displayName: secrets['display'],
  title: secrets['title'],
  name: { givenName: secrets['given'], familyName: secrets['family'] },
  emails: [{ value: `${secrets['mail']}@example.com`, type: 'work', primary: true }],
  phoneNumbers: [{ value: `tel:+1-555-${secrets['phone']}`, type: 'work' }],
  addresses: [{ streetAddress: secrets['street'], type: 'work' }],
  [enterprise]: { department: secrets['department'] },
  active: true,
});

/** Everything that a provider does to a person and a group, refusals included. */
const liveALife = async (scim: Client): Promise<void> => {
  const userName = `${secrets['user']}@example.com`;
  const created = await scim.request('POST', '/Users', person(userName));
  expect(created.status).toBe(201);
  const path = `/Users/${created.body['id']}`;
  const statuses = [
    await scim.request('POST', '/Users', person(userName)),
    await scim.request('POST', '/Users', { ...person(userName), name: secrets['given'] }),
    await scim.request('POST', '/Users', `{"userName":"${userName}", "name":`),
    await scim.request('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`),
    await scim.request('GET', `/Users?filter=${encodeURIComponent(`emails.value eq "${secrets['mail']}" and`)}`),
    await scim.request('GET', `/Users/${secrets['user']}`),
    await scim.request('DELETE', `/Users/${secrets['mail']}`),
    await scim.request('GET', `/${secrets['user']}`),
    await scim.request('PUT', path, person(`${secrets['renamed']}@example.com`)),
    await scim.request('PATCH', path, {
      schemas: [patchOp],
      Operations: [{ op: 'replace', path: 'title', value: secrets['patched'] }],
    }),
    await scim.request('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: secrets['display'],
      members: [{ value: created.body['id'], display: secrets['given'] }],
    }),
    await scim.request('PATCH', path, {
      schemas: [patchOp],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([409, 400, 400, 200, 400, 404, 404, 404, 200, 200, 201, 200]);
};

const namesIn = (text: string): readonly string[] => words.filter((word) => text.includes(word));

const journalText = async (log: Log): Promise<{ readonly records: number; readonly text: string }> => {
  const ends = await log.ends(JOURNAL_TOPIC);
  const records: string[] = [];
  for (const [partition, end] of ends.entries()) {
    for (let offset = 0; offset < end; offset += 1) {
      const stored = await log.at(JOURNAL_TOPIC, partition, offset);
      records.push(
        `${stored?.key} ${JSON.stringify(stored?.headers)} ${Buffer.from(stored?.value ?? []).toString('utf8')}`,
      );
    }
  }
  await log.close();
  return { records: records.length, text: records.join('\n') };
};

const personalDataStaysSealed = (log: 'postgres' | 'kafka', brokers?: string): void => {
  const adminToken = randomBytes(24).toString('base64url');
  const prefix = `privacy-${randomBytes(4).toString('hex')}.`;
  let home: string;
  let database: TestDatabase;
  let service: Service;
  let downstream: Downstream;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'rollcall-privacy-'));
    database = await testDatabase();
    service = await startService('standalone', {
      DATABASE_URL: database.url,
      ROLLCALL_DATA_DIR: home,
      ROLLCALL_ADMIN_TOKEN: adminToken,
      ROLLCALL_LOG_LEVEL: 'debug',
      ROLLCALL_LOG: log,
      ...(brokers && { KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix }),
    });
    downstream = await startDownstream({ token: 'product-token' });
    const { id, scim } = await createDirectory(service.url, adminToken, 'privacy');
    const target = { name: 'product', directory: id, profile: 'generic', url: downstream.url, token: 'product-token' };
    expect((await adminClient(service.url, adminToken).request('POST', '/targets', target)).status).toBe(201);
    await liveALife(scim);
    await eventually(() => expect(downstream.accounts()).toMatchObject([{ active: false }]), { deadlineMs: 20_000 });
  }, 90_000);
  afterAll(async () => {
    await service?.kill('SIGTERM');
    await killServices();
    await downstream?.close();
    await database?.drop();
    await rm(home, { recursive: true, force: true });
  });

  it('on the journal', async () => {
    const opened = brokers
      ? openKafkaLog({ brokers: [brokers], clientId: 'test' })
      : openPostgresLog(database.database);
    const { ends, at, close } = await opened;
    const { records, text } = await journalText({
      ...(await opened),
      ends: (topic) => ends(brokers ? prefix + topic : topic),
      at: (topic, partition, offset) => at(brokers ? prefix + topic : topic, partition, offset),
      close,
    });
    expect(records).toBeGreaterThanOrEqual(7);
    expect(text).toContain('user.created');
    expect(namesIn(text)).toEqual([]);
    expect(text).not.toContain('product-token');
  });

  it('in the events and in all that arbitrates', async () => {
    for (const table of [
      'event',
      'claim',
      'verdict',
      'aggregate_head',
      'partition_progress',
      'directory_token',
      'target',
    ]) {
      const rows = await database.database.query(`select to_jsonb(t)::text as row from rm_1.${table} t`);
      expect(rows.length).toBeGreaterThan(0);
      expect({ table, names: namesIn(JSON.stringify(rows)) }).toEqual({ table, names: [] });
      expect(JSON.stringify(rows)).not.toContain('product-token');
    }
  });

  it('in the record of what was sent downstream', async () => {
    const { body } = await adminClient(service.url, adminToken).request('GET', '/targets/product/operations?limit=100');
    expect((body['operations'] as unknown[]).length).toBeGreaterThan(1);
    expect(namesIn(JSON.stringify(body))).toEqual([]);
  });

  it('in what the process writes and measures', async () => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toContain('rollcall_');
    expect(namesIn(metrics)).toEqual([]);
    const { stdout, stderr } = service.output();
    expect(stdout).toContain('request done');
    expect(namesIn(`${stdout}${stderr}`)).toEqual([]);
    expect(`${stdout}${stderr}`).not.toMatch(/product-token|rollcall_[0-9A-Za-z]{38}/);
  });
};

describe('no name, address or number of a person is in the clear, on the postgres log', () => {
  personalDataStaysSealed('postgres');
});

describeWithKafka('no name, address or number of a person is in the clear, on Kafka', (brokers) => {
  personalDataStaysSealed('kafka', brokers);
});
