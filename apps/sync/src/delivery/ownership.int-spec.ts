import { randomUUID } from 'node:crypto';
import { eventually } from '#testing';
import { productsForTests } from '../../test/products.js';
import { aUser, syncForTests, type TestSync } from '../../test/sync-for-tests.js';

let sync: TestSync;
const startProduct = productsForTests();
beforeAll(async () => {
  sync = await syncForTests();
});
afterAll(() => sync.end());

const createUser = async (directoryId: string, userName: string) => {
  const resourceId = randomUUID();
  const attributes = aUser(userName);
  await sync.writer.write(1, [{ type: 'user.created', resourceId, resourceType: 'User', directoryId, attributes }]);
  return resourceId;
};

it('hands a target over at once when its owner stops, and links what was there before the target', async () => {
  const product = await startProduct();
  const directoryId = randomUUID();
  await createUser(directoryId, 'before@example.com');
  const first = await sync.start(60_000);
  const second = await sync.start(60_000);
  const target = await sync.addTarget({ directoryId, url: product.url });
  await eventually(() => expect(product.accounts()).toMatchObject([{ userName: 'before@example.com' }]));
  const [owned] = await sync.test.database.query('select owner_epoch from sync.target_runtime where target_id = $1', [
    target,
  ]);
  await first.stop();
  await createUser(directoryId, 'between@example.com');
  await eventually(() => expect(product.accounts()).toHaveLength(2));
  await second.stop();
  expect(owned).toEqual({ owner_epoch: 1 });
  const [released] = await sync.test.database.query('select owner from sync.target_runtime where target_id = $1', [
    target,
  ]);
  expect(released).toEqual({ owner: null });
});

it('tells of a target whether it takes requests while it drives it, and how far it is behind while there is one', async () => {
  const running = await sync.start();
  const product = await startProduct();
  const directoryId = randomUUID();
  const target = await sync.addTarget({ directoryId, url: product.url });
  await createUser(directoryId, 'measured@example.com');
  await sync.allSettled(target);
  const told = async () => {
    const lines = (await sync.metrics.text()).split('\n').filter((line) => line.includes(target.slice(0, 8)));
    return lines.filter((line) => /^rollcall_sync_(gate|dirty)/.test(line)).map((line) => line.replace(/{.*}/, ''));
  };
  expect(await told()).toEqual(['rollcall_sync_dirty_links 0', 'rollcall_sync_gate_state 0']);
  await running.stop();
  expect(await told()).toEqual(['rollcall_sync_dirty_links 0']);
  const again = await sync.start();
  await sync.tellTarget(target, 'removed');
  await eventually(async () => expect(await told()).toEqual([]));
  await again.stop();
});

it('shows a change downstream as soon as it is on the log, without waiting for a poll', async () => {
  const running = await sync.start();
  const product = await startProduct();
  const directoryId = randomUUID();
  const target = await sync.addTarget({
    directoryId,
    url: product.url,
    settings: { ratePerSecond: 25, concurrency: 5 },
  });
  await createUser(directoryId, 'first@example.com');
  await sync.allSettled(target);
  const times: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const startedAt = performance.now();
    await createUser(directoryId, `person-${n}@example.com`);
    await eventually(() => expect(product.accounts()).toHaveLength(n + 2), { everyMs: 2 });
    times.push(performance.now() - startedAt);
  }
  await running.stop();
  expect(times.toSorted((a, b) => a - b)[5]).toBeLessThan(300);
});

it('ignores what a former owner settles after its lease was taken', async () => {
  const { claimLinks } = await import('./statements/claim-links.js');
  const { settleLinks } = await import('./statements/settle-links.js');
  const { database } = sync.test;
  const [directoryId, targetId, objectId] = [randomUUID(), randomUUID(), randomUUID()];
  await database.query(
    `insert into sync.target (id, directory_id, name, profile, base_url) values ('${targetId}', '${directoryId}', 'x', 'generic', 'http://x')`,
  );
  await database.query(
    `insert into sync.target_runtime (target_id, owner_epoch, lease_until) values ('${targetId}', 1, now() + interval '1 min')`,
  );
  await database.query(
    `insert into sync.src_object values ('${directoryId}', 'User', '${objectId}', 1, '{"userName":"a"}', true, false, '${objectId}', 'r', now())`,
  );
  await database.query(
    `insert into sync.target_link (target_id, kind, object_id, directory_id, desired_rev, want)
     values ('${targetId}', 'User', '${objectId}', '${directoryId}', 1, 'active')`,
  );
  const claim = (epoch: number) => database.query<{ phase: string }>(claimLinks, [targetId, epoch, 10, 10]);
  expect(await claim(1)).toMatchObject([{ phase: 'creating' }]);
  expect(await claim(1)).toEqual([]);
  await database.query(`update sync.target_runtime set owner_epoch = 2 where target_id = '${targetId}'`);
  expect(await claim(1)).toEqual([]);
  expect(await claim(2)).toMatchObject([{ phase: 'uncertain' }]);
  const settlement = {
    kind: 'User',
    objectId,
    rev: 1,
    isApplied: true,
    phase: 'linked',
    remoteId: 'old',
    attempts: 0,
    delayMs: 0,
    uncertainty: 'end',
    isRecreated: false,
  };
  expect(await database.query(settleLinks, [targetId, 1, JSON.stringify([settlement])])).toEqual([]);
  expect(await database.query(settleLinks, [targetId, 2, JSON.stringify([settlement])])).toMatchObject([
    { isDirty: false },
  ]);
});
