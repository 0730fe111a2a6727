import { randomBytes } from 'node:crypto';
import { eventually, killServices, type Service, startService, testDatabase, testKafka } from '#testing';
import { startDownstream } from '../../libs/testing/downstream/index.js';
import { adminClient, aPerson, countByUserName, createDirectory, scimClient } from './clients.js';

const kafka = testKafka();
const withKafka = kafka ? describe : describe.skip;
const adminToken = randomBytes(24).toString('base64url');

withKafka('two gateways, two projectors and two syncs on a real broker', () => {
  const parts: Service[] = [];
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let environment: Record<string, string>;

  beforeAll(async () => {
    database = await testDatabase();
    environment = {
      DATABASE_URL: database.url,
      ROLLCALL_LOG: 'kafka',
      KAFKA_BROKERS: kafka?.brokers ?? '',
      KAFKA_TOPIC_PREFIX: `e2e-${randomBytes(4).toString('hex')}`,
      ROLLCALL_ADMIN_TOKEN: adminToken,
      ROLLCALL_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    parts.push(await startService('projector', environment), await startService('gateway', environment));
    parts.push(await startService('sync', environment));
    parts.push(await startService('projector', environment), await startService('gateway', environment));
    parts.push(await startService('sync', environment));
  }, 120_000);

  afterAll(async () => {
    await killServices();
    await database.drop();
  });

  const part = (app: string, index = 0): Service => {
    const found = parts.filter((one) => one.app === app)[index];
    if (!found) throw new Error(`${app} ${index} is not running`);
    return found;
  };

  it('brings a person’s whole life to a downstream product, whichever gateway takes the request', async () => {
    const downstream = await startDownstream({ token: 'product-token' });
    const { id, token } = await createDirectory(part('gateway').url, adminToken, 'life', 'jumpcloud');
    const target = await adminClient(part('gateway', 1).url, adminToken).request('POST', '/targets', {
      name: 'product',
      directory: id,
      profile: 'generic',
      url: downstream.url,
      token: 'product-token',
    });
    expect(target.status).toBe(201);
    const [first, second] = [scimClient(part('gateway').url, token), scimClient(part('gateway', 1).url, token)];

    const created = await first.request('POST', '/Users', aPerson('ada@example.com'));
    expect(created.status).toBe(201);
    const path = `/Users/${created.body['id']}`;
    await eventually(() =>
      expect(downstream.accounts()).toMatchObject([{ userName: 'ada@example.com', active: true }]),
    );

    const changed = await second.request('PUT', path, aPerson('ada@example.com', { title: 'Engineer' }));
    expect(changed).toMatchObject({ status: 200, body: { title: 'Engineer' } });
    expect((await first.request('GET', path)).body).toEqual(changed.body);
    await eventually(() => expect(downstream.accounts()).toMatchObject([{ title: 'Engineer' }]));

    await first.request('PUT', path, aPerson('ada@example.com', { active: false }));
    await eventually(() => expect(downstream.accounts()).toMatchObject([{ active: false }]));
    await second.request('PUT', path, aPerson('ada@example.com', { active: true }));
    await eventually(() => expect(downstream.accounts()).toMatchObject([{ active: true }]));

    expect((await second.request('DELETE', path)).status).toBe(204);
    expect((await first.request('GET', path)).status).toBe(404);
    await downstream.close();
  }, 60_000);

  it('loses and doubles nothing that was acknowledged while one of each is killed', async () => {
    const downstream = await startDownstream({ token: 'product-token', enforceUniqueness: false });
    const { id, token } = await createDirectory(part('gateway').url, adminToken, 'killed');
    await adminClient(part('gateway').url, adminToken).request('POST', '/targets', {
      name: 'killed-product',
      directory: id,
      profile: 'generic',
      url: downstream.url,
      token: 'product-token',
      settings: { ratePerSecond: 1_000 },
    });
    const gateways = [scimClient(part('gateway').url, token), scimClient(part('gateway', 1).url, token)];
    const acknowledged = new Set<string>();
    const refused = new Set<string>();
    const total = 400;

    const write = async (n: number): Promise<void> => {
      const userName = `person-${n}@example.com`;
      const { status, body } = await gateways[n % 2]!.request('POST', '/Users', aPerson(userName));
      if (status === 201) acknowledged.add(userName);
      if (status === 503 && String(body['detail']).includes('not applied')) refused.add(userName);
    };
    const kills = [
      [100, 'projector'],
      [200, 'sync'],
      [300, 'gateway'],
    ] as const;
    for (let from = 0; from < total; from += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, n) => write(from + n)));
      const due = kills.find(([at]) => at === from);
      if (due) void part(due[1]).kill('SIGKILL');
    }
    const found = await countByUserName(gateways[1]!);
    expect([...acknowledged].filter((name) => found.get(name) !== 1)).toEqual([]);
    expect([...refused].filter((name) => found.has(name))).toEqual([]);
    expect([...found.values()].every((count) => count === 1)).toBe(true);
    expect(acknowledged.size).toBeGreaterThan(total / 3);
    await eventually(
      () => {
        const names = downstream.accounts().map((account) => String(account['userName']));
        expect(names.length).toBe(found.size);
        expect(new Set(names)).toEqual(new Set(found.keys()));
      },
      { deadlineMs: 60_000 },
    );
    await downstream.close();
  }, 150_000);
});
