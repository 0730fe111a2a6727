import { randomUUID } from 'node:crypto';
import { eventually } from '#testing';
import { productsForTests, writesOf } from '../../test/products.js';
import { aUser, sealedToken, syncForTests, type TestSync } from '../../test/sync-for-tests.js';

let sync: TestSync;
let directoryId: string;
const startProduct = productsForTests();

beforeAll(async () => {
  sync = await syncForTests();
  await sync.start();
});
afterAll(() => sync.end());
beforeEach(() => {
  directoryId = randomUUID();
});

const createUsers = async (count: number, name = 'user', partition = 0): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, () => randomUUID());
  await sync.writer.write(
    partition,
    ids.map((resourceId, n) => ({
      type: 'user.created',
      resourceId,
      resourceType: 'User',
      directoryId,
      attributes: aUser(`${name}-${n}@example.com`),
    })),
  );
  return ids;
};
const updateUser = (resourceId: string, title: string) =>
  sync.writer.write(0, [
    {
      type: 'user.updated',
      resourceId,
      resourceType: 'User',
      directoryId,
      attributes: aUser('user-0@example.com', { title }),
    },
  ]);

it('keeps a product in step while another accepts requests and never answers', async () => {
  const [hole, healthy] = [await startProduct({ faults: { blackHole: true } }), await startProduct()];
  await sync.addTarget({ directoryId, url: hole.url, settings: { timeoutMs: 60_000 } });
  const target = await sync.addTarget({ directoryId, url: healthy.url });
  await createUsers(200);
  await eventually(() => expect(healthy.accounts()).toHaveLength(200), { deadlineMs: 20_000 });
  await sync.allSettled(target);
  expect(hole.accounts()).toHaveLength(0);
});

it('sends one write for a thousand changes made while the target was paused', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  const [id = ''] = await createUsers(1);
  await sync.allSettled(target);
  await sync.tellTarget(target, 'paused');
  await eventually(async () => expect((await sync.status(target)).state).toBe('paused'));
  const before = product.requests.length;
  await sync.writer.write(
    0,
    Array.from({ length: 1_000 }, (_, n) => ({
      type: 'user.updated' as const,
      resourceId: id,
      resourceType: 'User',
      directoryId,
      attributes: aUser('user-0@example.com', { title: `${n}` }),
    })),
  );
  await eventually(async () => expect(await sync.status(target)).toMatchObject({ dirty: 1 }));
  await eventually(async () => {
    const [row] = await sync.test.database.query(
      `select doc->>'title' as title from sync.src_object where object_id = $1`,
      [id],
    );
    expect(row).toEqual({ title: '999' });
  });
  await sync.tellTarget(target, 'resumed');
  await eventually(() => expect(product.accounts()).toMatchObject([{ title: '999' }]));
  await sync.allSettled(target);
  expect(product.requests.length - before).toBe(1);
});

it('sends nothing for changes that change nothing', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  const [id = ''] = await createUsers(1);
  await updateUser(id, 'Engineer');
  await eventually(() => expect(product.accounts()).toMatchObject([{ title: 'Engineer' }]));
  await sync.allSettled(target);
  const before = product.requests.length;
  for (let n = 0; n < 3; n += 1) {
    await updateUser(id, 'Engineer');
    await sync.allSettled(target);
  }
  expect(product.requests.length).toBe(before);
});

it('writes every account again when a resync is asked for', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  await createUsers(5);
  await sync.allSettled(target);
  const account = product.accounts()[0];
  product.users.replace(String(account?.id), { ...account, title: 'edited by hand' });
  await sync.tellTarget(target, 'resync_requested');
  await eventually(() => expect(JSON.stringify(product.accounts())).not.toContain('edited by hand'));
  await sync.allSettled(target);
  expect(product.accounts()).toHaveLength(5);
  expect(product.requests.filter(({ method }) => method === 'PUT')).toHaveLength(5);
});

it('stops a target whose token was revoked after few requests, parks nothing, and drains with a new token', async () => {
  const product = await startProduct({ token: 'new-token' });
  const target = await sync.addTarget({ directoryId, url: product.url, settings: { concurrency: 4 } });
  await createUsers(50);
  await eventually(async () => expect((await sync.status(target)).state).toBe('quarantined_auth'));
  await eventually(async () => expect(await sync.status(target)).toMatchObject({ links: 50, parked: 0, dirty: 50 }));
  expect(product.requests.length).toBeLessThanOrEqual(5);
  await sync.tellTarget(target, 'updated', { secret: sealedToken(target, 'new-token') });
  await eventually(() => expect(product.accounts()).toHaveLength(50));
  await sync.allSettled(target);
  expect((await sync.status(target)).state).toBe('active');
});

it.each([
  ['seconds', () => '1'],
  ['an HTTP-date', () => new Date(Date.now() + 1_500).toUTCString()],
])('waits as long as a 429 says in %s, and counts no attempt', async (_, retryAfter) => {
  const product = await startProduct({ faults: { throttle: { retryAfter: retryAfter() } } });
  const target = await sync.addTarget({ directoryId, url: product.url });
  await createUsers(10);
  await eventually(async () => expect((await sync.status(target)).state).toBe('throttled'));
  const asked = product.requests.length;
  expect(asked).toBeLessThanOrEqual(10);
  product.fail({ throttle: undefined });
  await eventually(() => expect(product.accounts()).toHaveLength(10));
  await sync.allSettled(target);
  const operations = await sync.test.database.query(
    'select max(attempt) as most from sync.op_log where target_id = $1',
    [target],
  );
  expect(operations).toEqual([{ most: 1 }]);
});

it('parks what the product refuses for good, lets the others pass, and tries again when the object changes', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  const [id = ''] = await createUsers(1);
  await sync.allSettled(target);
  product.fail({ refuseAllWith: 400 });
  await updateUser(id, 'refused');
  await eventually(async () => expect(await sync.status(target)).toMatchObject({ parked: 1, state: 'active' }));
  product.fail({ refuseAllWith: undefined });
  await updateUser(id, 'accepted');
  await eventually(() => expect(product.accounts()).toMatchObject([{ title: 'accepted' }]));
  await sync.allSettled(target);
});

it('parks one user that is forbidden, while a product that forbids everything stops the target', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  const [id = ''] = await createUsers(1);
  await sync.allSettled(target);
  product.fail({ refuseAllWith: 403 });
  await updateUser(id, 'forbidden');
  await eventually(async () =>
    expect(await sync.status(target)).toMatchObject({ parked: 0, state: 'quarantined_auth' }),
  );
});

it('asks a product that fails every time only now and then, and loses nothing', async () => {
  const product = await startProduct({ faults: { status503Rate: 1 } });
  const target = await sync.addTarget({ directoryId, url: product.url });
  await createUsers(100);
  await eventually(async () => expect((await sync.status(target)).state).toBe('unreachable'));
  expect(product.requests.length).toBeLessThanOrEqual(40);
  expect(await sync.status(target)).toMatchObject({ breaker: 'open', parked: 0 });
});

it('makes no second account when acknowledgements are lost', async () => {
  const product = await startProduct({ enforceUniqueness: false, faults: { dropAckRate: 0.15 }, seed: 7 });
  const target = await sync.addTarget({ directoryId, url: product.url });
  await createUsers(100);
  await sync.allSettled(target, 20_000);
  expect(new Set(product.accounts().map(({ userName }) => userName)).size).toBe(100);
  expect(product.accounts()).toHaveLength(100);
});

it('deactivates ahead of a long backfill', async () => {
  const product = await startProduct({ faults: { delayMs: 5 } });
  const [id = ''] = await createUsers(1);
  const target = await sync.addTarget({ directoryId, url: product.url, settings: { concurrency: 5 } });
  await sync.allSettled(target);
  await createUsers(1_000, 'many', 1);
  await eventually(() => expect(product.accounts().length).toBeGreaterThan(20));
  await sync.writer.write(0, [
    {
      type: 'user.deactivated',
      resourceId: id,
      resourceType: 'User',
      directoryId,
      attributes: aUser('user-0@example.com', { active: false }),
    },
  ]);
  await eventually(() => expect(product.accounts()[0]).toMatchObject({ active: false }), { deadlineMs: 1_000 });
  expect(product.accounts().length).toBeLessThan(1_001);
  expect(writesOf(product).filter(({ method }) => method === 'PUT')).toHaveLength(1);
});
