import { randomBytes } from 'node:crypto';
import {
  type Downstream,
  describeWithKafka,
  eventually,
  killServices,
  type Service,
  startDownstream,
  startService,
  testDatabase,
} from '#testing';
import { adminClient, aPerson, countByUserName, createDirectory, scimClient } from './clients.js';
import { keepWriting } from './keep-writing.js';

const adminToken = randomBytes(24).toString('base64url');

describeWithKafka('two gateways, two projectors and two syncs on a real broker', (brokers) => {
  const parts: Service[] = [];
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let environment: Record<string, string>;
  const products: Downstream[] = [];
  const newProduct = async (options: { readonly enforceUniqueness?: boolean } = {}): Promise<Downstream> => {
    const product = await startDownstream({ token: 'product-token', ...options });
    products.push(product);
    return product;
  };

  beforeAll(async () => {
    database = await testDatabase();
    environment = {
      DATABASE_URL: database.url,
      ROLLCALL_LOG: 'kafka',
      KAFKA_BROKERS: brokers,
      ROLLCALL_PUBLIC_URL: 'https://scim.example.com',
      KAFKA_TOPIC_PREFIX: `e2e-${randomBytes(4).toString('hex')}`,
      ROLLCALL_ADMIN_TOKEN: adminToken,
      ROLLCALL_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    for (const app of ['projector', 'gateway', 'sync'] as const) {
      parts.push(...(await Promise.all([startService(app, environment), startService(app, environment)])));
    }
  }, 120_000);

  afterAll(async () => {
    await killServices();
    for (const product of products) await product.close();
    await database?.drop();
  });

  const untilMore = (acknowledged: ReadonlySet<string>): Promise<void> => {
    const before = acknowledged.size;
    return eventually(() => expect(acknowledged.size).toBeGreaterThan(before + 60), { deadlineMs: 45_000 });
  };
  const part = (app: string, index = 0): Service => {
    const found = parts.filter((one) => one.app === app)[index];
    if (!found) throw new Error(`${app} ${index} is not running`);
    return found;
  };

  it('brings a person’s whole life to a downstream product, whichever gateway takes the request', async () => {
    const downstream = await newProduct();
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
  }, 60_000);

  it('loses and doubles nothing that was acknowledged while one of each is killed', async () => {
    const downstream = await newProduct({ enforceUniqueness: false });
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
    const { acknowledged, refused, stop } = keepWriting('person', gateways);
    for (const app of ['projector', 'sync', 'gateway']) {
      await untilMore(acknowledged);
      await part(app).kill('SIGKILL');
    }
    await untilMore(acknowledged);
    await stop();

    const found = await countByUserName(scimClient(part('gateway', 1).url, token));
    expect([...acknowledged].filter((name) => found.get(name) !== 1)).toEqual([]);
    expect([...refused].filter((name) => found.has(name))).toEqual([]);
    expect([...found.values()].every((count) => count === 1)).toBe(true);
    await eventually(
      () => {
        const names = downstream.accounts().map((account) => String(account['userName']));
        expect(names.length).toBe(found.size);
        expect(new Set(names)).toEqual(new Set(found.keys()));
      },
      { deadlineMs: 60_000 },
    );
  }, 150_000);
});
