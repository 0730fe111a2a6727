import { randomUUID } from 'node:crypto';
import { eventually } from '#testing';
import { productsForTests } from '../../test/products.js';
import { aUser, syncForTests, type TestSync } from '../../test/sync-for-tests.js';

let sync: TestSync;
let directoryId: string;
let userId: string;

beforeAll(async () => {
  sync = await syncForTests();
  await sync.start();
});
afterAll(() => sync.end());
const startProduct = productsForTests();
beforeEach(() => {
  directoryId = randomUUID();
  userId = randomUUID();
});

const say = (
  type: 'user.created' | 'user.updated' | 'user.deactivated' | 'user.reactivated' | 'user.deleted',
  attributes?: object,
) =>
  sync.writer.write(0, [
    {
      type,
      resourceId: userId,
      resourceType: 'User',
      directoryId,
      ...(attributes && { attributes: { ...attributes } }),
    },
  ]);

it('brings one user’s whole life to the product, with its request ids, and keeps a log without personal data', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });

  await say('user.created', aUser('ada@example.com'));
  await eventually(() =>
    expect(product.accounts()).toMatchObject([{ userName: 'ada@example.com', externalId: userId, active: true }]),
  );
  const accountId = product.accounts()[0]?.id;
  await say('user.updated', aUser('ada@example.com', { title: 'Countess' }));
  await eventually(() => expect(product.accounts()).toMatchObject([{ title: 'Countess' }]));
  await say('user.deactivated', aUser('ada@example.com', { title: 'Countess', active: false }));
  await eventually(() => expect(product.accounts()).toMatchObject([{ active: false }]));
  await say('user.reactivated', aUser('ada@example.com', { title: 'Countess' }));
  await eventually(() => expect(product.accounts()).toMatchObject([{ active: true, id: accountId }]));
  const [deleted] = await say('user.deleted');
  await eventually(() => expect(product.accounts()).toEqual([]));
  await sync.allSettled(target);

  expect(product.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST', 'PUT', 'PUT', 'PUT', 'DELETE']);
  const last = product.requests.at(-1);
  expect(last?.headers['x-request-id']).toBe(deleted?.requestId);
  expect(last?.headers['user-agent']).toMatch(/^rollcall\/\d/);
  const operations = await sync.test.database.query<{ op: string; request_id: string }>(
    'select * from sync.status_operation where target_id = $1 order by id',
    [target],
  );
  expect(operations.map(({ op }) => op)).toEqual([
    'lookup',
    'lookup',
    'create',
    'update',
    'deactivate',
    'reactivate',
    'delete',
  ]);
  expect(operations.at(-1)?.request_id).toBe(deleted?.requestId);
  expect(JSON.stringify(operations)).not.toMatch(/ada@|"ada"|lovelace|countess/i);
  const metrics = await sync.metrics.text();
  expect(metrics).toMatch(/rollcall_sync_propagation_seconds_count\{target="target [0-9a-f]+"\} 5/);
  expect(metrics).toMatch(/rollcall_sync_dirty_links\{target="target [0-9a-f]+"\} 0/);
  const links = await sync.test.database.query('select * from sync.target_link where target_id = $1', [target]);
  expect(links).toMatchObject([{ phase: 'gone', remote_id: null, applied: null }]);
});

it('deactivates instead of deleting, or leaves the account, when the target says so', async () => {
  const [keeper, leaver] = [await startProduct(), await startProduct()];
  await sync.addTarget({ directoryId, url: keeper.url, settings: { onDelete: 'deactivate' } });
  const leaving = await sync.addTarget({ directoryId, url: leaver.url, settings: { onDelete: 'leave' } });
  await say('user.created', aUser('bo@example.com'));
  await eventually(() => expect([...keeper.accounts(), ...leaver.accounts()]).toHaveLength(2));
  await say('user.deleted');
  await eventually(() => expect(keeper.accounts()).toMatchObject([{ userName: 'bo@example.com', active: false }]));
  await sync.allSettled(leaving);
  expect(leaver.accounts()).toMatchObject([{ userName: 'bo@example.com', active: true }]);
});

it('makes no account for a user that was never active, and one as soon as it is', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  const other = randomUUID();
  await say('user.created', aUser('sleeper@example.com', { active: false }));
  await sync.writer.write(0, [
    {
      type: 'user.created',
      resourceId: other,
      resourceType: 'User',
      directoryId,
      attributes: aUser('awake@example.com'),
    },
  ]);
  await eventually(() => expect(product.accounts()).toMatchObject([{ userName: 'awake@example.com' }]));
  await sync.allSettled(target);
  await say('user.reactivated', aUser('sleeper@example.com'));
  await eventually(() => expect(product.accounts()).toHaveLength(2));
});

it('adopts the accounts that are there already, and reports the ambiguous one as a conflict', async () => {
  const product = await startProduct({ enforceUniqueness: false });
  const known = product.users.seed({ userName: 'KNOWN@example.com', active: true });
  product.users.seed({ userName: 'twin@example.com' });
  product.users.seed({ userName: 'twin@example.com' });
  const twin = randomUUID();
  await say('user.created', aUser('known@example.com'));
  await sync.writer.write(0, [
    {
      type: 'user.created',
      resourceId: twin,
      resourceType: 'User',
      directoryId,
      attributes: aUser('twin@example.com'),
    },
  ]);
  const target = await sync.addTarget({ directoryId, url: product.url });
  await eventually(() =>
    expect(product.users.read(known.id).body).toMatchObject({ externalId: userId, userName: 'known@example.com' }),
  );
  await eventually(async () => expect(await sync.status(target)).toMatchObject({ linked: 1, conflict: 1 }));
  expect(product.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

it('makes an account again that somebody deleted in the product', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  await say('user.created', aUser('back@example.com'));
  await sync.allSettled(target);
  product.users.remove(String(product.accounts()[0]?.id));
  await say('user.updated', aUser('back@example.com', { title: 'Again' }));
  await eventually(() => expect(product.accounts()).toMatchObject([{ title: 'Again' }]));
  await sync.allSettled(target);
  const [link] = await sync.test.database.query('select generation from sync.target_link where target_id = $1', [
    target,
  ]);
  expect(link).toEqual({ generation: 2 });
});

it('leaves accounts as they are when a target is removed, and drops what it knew of them', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  await say('user.created', aUser('stay@example.com'));
  await sync.allSettled(target);
  await sync.tellTarget(target, 'removed');
  await eventually(async () => expect(await sync.status(target).catch(() => 'none')).toBe('none'));
  await say('user.deleted');
  await eventually(async () => {
    const [row] = await sync.test.database.query('select is_deleted from sync.src_object where object_id = $1', [
      userId,
    ]);
    expect(row).toEqual({ is_deleted: true });
  });
  expect(product.accounts()).toMatchObject([{ userName: 'stay@example.com', active: true }]);
});
