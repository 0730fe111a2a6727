import { Secret } from '#runtime';
import type { Downstream } from '#testing/downstream';
import { productsForTests } from '../../../test/products.js';
import type { Exchange, Execution, Task } from '../driver.js';
import { mapUser } from './map-user.js';
import { profileOf } from './profiles.js';
import { ScimClient } from './scim-client.js';
import { Scim2Driver } from './scim2-driver.js';

const startProduct = productsForTests();
const drivers: Scim2Driver[] = [];
afterEach(async () => {
  for (const driver of drivers.splice(0)) await driver.close();
});

const driverFor = (product: Downstream, profile = 'generic', timeoutMs = 2_000): Scim2Driver => {
  const token = new Secret('product-token');
  const client = new ScimClient({ baseUrl: product.url, token, connections: 2, timeoutMs, userAgent: 'rollcall/test' });
  const driver = new Scim2Driver(client, profileOf(profile), () => performance.now());
  drivers.push(driver);
  return driver;
};
const exchanges: Exchange[] = [];
beforeEach(() => {
  exchanges.length = 0;
});
const execution = (task: Task, more: Partial<Execution> = {}): Execution => ({
  kind: 'User',
  task,
  learned: {},
  requestId: 'request-1',
  signal: new AbortController().signal,
  admit: async () => true,
  onExchange: (exchange) => exchanges.push(exchange),
  ...more,
});
const account = (more: object = {}, active = true) => mapUser('object-1', { userName: 'a"b\\c', ...more }, active);
const create = (body = account()): Task => ({
  kind: 'create',
  keys: { externalId: 'object-1', name: String(body['userName']) },
  body,
});
const update = (remoteId: string, body = account(), applied = account()): Task => ({
  kind: 'update',
  remoteId,
  body,
  applied,
  isSure: true,
});

it('looks for an account by both keys, with filters escaped, before it makes one', async () => {
  const product = await startProduct();
  expect(await driverFor(product).execute(execution(create()))).toMatchObject({ is: 'done' });
  expect(product.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /Users?filter=externalId eq "object-1"&startIndex=1&count=10',
    'GET /Users?filter=userName eq "a\\"b\\\\c"&startIndex=1&count=10',
    'POST /Users',
  ]);
  expect(product.requests.at(-1)?.headers).toMatchObject({
    'content-type': 'application/scim+json',
    'x-request-id': 'request-1',
    'user-agent': 'rollcall/test',
    authorization: 'Bearer product-token',
  });
});

it('adopts the one that is there, and says when it needs no write', async () => {
  const product = await startProduct();
  const driver = driverFor(product);
  await driver.execute(execution(create()));
  expect(await driver.execute(execution(create()))).toMatchObject({ is: 'adopted', isEqual: true });
  expect(await driver.execute(execution(create(account({ title: 'new' }))))).toMatchObject({
    is: 'adopted',
    isEqual: false,
  });
  expect(product.accounts()).toHaveLength(1);
});

it('does not take somebody else for a match when the product ignores filters', async () => {
  const product = await startProduct({ faults: { ignoreFilters: true } });
  for (let n = 0; n < 20; n += 1) product.users.seed({ userName: `other-${n}` });
  expect(await driverFor(product).execute(execution(create()))).toMatchObject({
    is: 'refused',
    code: 'filter_by_externalId_is_ignored',
  });
  expect(product.accounts()).toHaveLength(20);
});

it('learns to PATCH where PUT is refused, sending the difference and removing what is gone', async () => {
  const product = await startProduct({ faults: { refuseMethods: ['PUT'] } });
  const { id } = product.users.seed({ ...account({ title: 'old', nickName: 'x' }) });
  const driver = driverFor(product);
  const task = update(id, account({ title: 'new' }), account({ title: 'old', nickName: 'x' }));
  expect(await driver.execute(execution(task))).toEqual({ is: 'learned', learned: { update: 'patch' } });
  expect(await driver.execute(execution(task, { learned: { update: 'patch' } }))).toMatchObject({ is: 'done' });
  expect(product.requests.at(-1)?.body['Operations']).toEqual([
    { op: 'replace', value: { title: 'new' } },
    { op: 'remove', path: 'nickName' },
  ]);
  expect(product.accounts()[0]).not.toHaveProperty('nickName');
});

it('gives StrongDM attributes by PUT and activation by a PATCH of its own, without a path', async () => {
  const product = await startProduct();
  const { id } = product.users.seed({ ...account() });
  const driver = driverFor(product, 'strongdm');
  await driver.execute(execution(update(id, account({}, false))));
  await driver.execute(execution(update(id, account({ title: 'x' }, true), account({}, false))));
  expect(product.requests.map(({ method }) => method)).toEqual(['PATCH', 'PUT', 'PATCH']);
  expect(product.requests[0]?.body['Operations']).toEqual([{ op: 'replace', value: { active: false } }]);
  expect(exchanges.map(({ op }) => op)).toEqual(['deactivate', 'update', 'reactivate']);
});

it('never follows a redirect, for the token would go with it', async () => {
  const elsewhere = await startProduct();
  const product = await startProduct({ faults: { redirectTo: `${elsewhere.url}/Users` } });
  expect(await driverFor(product).execute(execution(create()))).toMatchObject({
    is: 'misconfigured',
    code: 'redirected',
  });
  expect(elsewhere.requests).toEqual([]);
});

it('knows that nothing was sent to a closed port, and that a silent product may have done the work', async () => {
  const [closed, silent] = [await startProduct(), await startProduct({ faults: { blackHole: true } })];
  await closed.close();
  const task = update('id', account({ title: 'x' }));
  expect(await driverFor(closed).execute(execution(task))).toMatchObject({
    is: 'failed',
    code: 'ECONNREFUSED',
    certain: true,
  });
  expect(await driverFor(silent, 'generic', 150).execute(execution(task))).toMatchObject({
    is: 'failed',
    code: 'TIMEOUT',
    certain: false,
  });
});

it('sends nothing that is not admitted', async () => {
  const product = await startProduct();
  expect(await driverFor(product).execute(execution(create(), { admit: async () => false }))).toEqual({
    is: 'not_sent',
  });
  expect(product.requests).toEqual([]);
});

it('tells a missing member from a missing group', async () => {
  const product = await startProduct();
  const { id } = product.groups.seed({ displayName: 'Crew' });
  const driver = driverFor(product);
  const members = (remoteId: string): Execution =>
    execution({ kind: 'members', remoteId, add: ['a'], remove: ['b"'] }, { kind: 'Group' });
  expect(await driver.execute(members(id))).toEqual({ is: 'members_done' });
  expect(product.requests.at(-1)?.body['Operations']).toEqual([
    { op: 'add', path: 'members', value: [{ value: 'a' }] },
    { op: 'remove', path: 'members[value eq "b\\""]' },
  ]);
  expect(await driver.execute(members('nowhere'))).toMatchObject({ is: 'vanished' });
});
