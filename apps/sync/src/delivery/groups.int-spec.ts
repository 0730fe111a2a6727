import { randomUUID } from 'node:crypto';
import type { LifecycleType } from '#lifecycle';
import { eventually } from '#testing';
import type { Downstream } from '#testing/downstream';
import { productsForTests } from '../../test/products.js';
import { aUser, syncForTests, type TestSync } from '../../test/sync-for-tests.js';

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

const idsFor = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());
const createUsers = (ids: readonly string[]) =>
  sync.writer.write(
    0,
    ids.map((resourceId) => ({
      type: 'user.created',
      resourceId,
      resourceType: 'User',
      directoryId,
      attributes: aUser(`${resourceId}@example.com`),
    })),
  );
const tellGroup = (
  groupId: string,
  type: LifecycleType,
  what: { attributes?: object; members?: readonly string[] } = {},
) => {
  const { attributes, members } = what;
  return sync.writer.write(0, [
    {
      type,
      resourceId: groupId,
      resourceType: 'Group',
      directoryId,
      ...(attributes && { attributes: { ...attributes } }),
      ...(members && { members: members.map((value) => ({ value, type: 'User' })) }),
    },
  ]);
};
/** Our ids of the members that a group has at the product. */
const membersAt = (product: Downstream, displayName: string): readonly string[] => {
  const group = product.groups.all().find((each) => each['displayName'] === displayName);
  const ours = new Map(product.accounts().map((account) => [account.id, String(account['externalId'])]));
  return ((group?.['members'] ?? []) as { value: string }[]).map(({ value }) => ours.get(value) ?? value).sort();
};

it('brings a group’s life to the product: creation, name, members in and out, deletion', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  const group = randomUUID();
  const [ada = '', bo = ''] = idsFor(2);
  await createUsers([ada, bo]);
  await tellGroup(group, 'group.created', { attributes: { displayName: 'Crew' } });
  await tellGroup(group, 'group.members_added', { members: [ada, bo] });
  await eventually(() => expect(membersAt(product, 'Crew')).toEqual([ada, bo].sort()));
  await tellGroup(group, 'group.updated', { attributes: { displayName: 'Team' } });
  await eventually(() => expect(membersAt(product, 'Team')).toEqual([ada, bo].sort()));
  await tellGroup(group, 'group.members_removed', { members: [ada] });
  await eventually(() => expect(membersAt(product, 'Team')).toEqual([bo]));
  await tellGroup(group, 'group.deleted');
  await eventually(() => expect(product.groups.all()).toEqual([]));
  await sync.allSettled(target);
  expect(product.requests.filter(({ method, path }) => method === 'PUT' && path.startsWith('/Groups'))).toEqual([]);
});

it('ends in the same state when memberships come before their group and their users', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url });
  const group = randomUUID();
  const members = idsFor(5);
  await tellGroup(group, 'group.members_added', { members });
  await tellGroup(group, 'group.created', { attributes: { displayName: 'Early' } });
  await eventually(() => expect(product.groups.all()).toHaveLength(1));
  await createUsers(members);
  await eventually(() => expect(membersAt(product, 'Early')).toEqual([...members].sort()));
  await sync.allSettled(target);
});

it('sends 250 members in three requests, never the whole list, and none again for a repeat', async () => {
  const product = await startProduct();
  const group = randomUUID();
  const members = idsFor(250);
  await createUsers(members);
  const target = await sync.addTarget({ directoryId, url: product.url });
  await sync.allSettled(target);
  await tellGroup(group, 'group.members_added', { members });
  await tellGroup(group, 'group.created', { attributes: { displayName: 'Large' } });
  await eventually(() => expect(membersAt(product, 'Large')).toHaveLength(250));
  await sync.allSettled(target);
  const patches = () => product.requests.filter(({ method }) => method === 'PATCH');
  expect(patches().map(({ body }) => (body['Operations'] as { op: string }[]).map(({ op }) => op))).toEqual([
    ['add'],
    ['add'],
    ['add'],
  ]);
  await tellGroup(group, 'group.members_added', { members });
  await sync.allSettled(target);
  expect(patches()).toHaveLength(3);
});

it('takes members away who are deleted, and gives back the memberships of an account that was made again', async () => {
  const product = await startProduct();
  const target = await sync.addTarget({ directoryId, url: product.url, settings: { onDelete: 'deactivate' } });
  const group = randomUUID();
  const [stays = '', goes = ''] = idsFor(2);
  await createUsers([stays, goes]);
  await tellGroup(group, 'group.created', { attributes: { displayName: 'Access' } });
  await tellGroup(group, 'group.members_added', { members: [stays, goes] });
  await eventually(() => expect(membersAt(product, 'Access')).toHaveLength(2));
  await sync.writer.write(0, [{ type: 'user.deleted', resourceId: goes, resourceType: 'User', directoryId }]);
  await eventually(() => expect(membersAt(product, 'Access')).toEqual([stays]));
  await sync.allSettled(target);

  const account = product.accounts().find(({ externalId }) => externalId === stays);
  product.users.remove(String(account?.id));
  const attributes = aUser(`${stays}@example.com`, { title: 'Back' });
  await sync.writer.write(0, [
    { type: 'user.updated', resourceId: stays, resourceType: 'User', directoryId, attributes },
  ]);
  await eventually(() => expect(membersAt(product, 'Access')).toContain(stays));
  await sync.allSettled(target);
});

it('makes no second group and misses no member when answers get lost', async () => {
  const product = await startProduct({
    enforceUniqueness: false,
    faults: { dropAckRate: 0.1, status503Rate: 0.05 },
    seed: 11,
  });
  const target = await sync.addTarget({ directoryId, url: product.url, settings: { membersPerRequest: 7 } });
  const members = idsFor(60);
  const groups = idsFor(4);
  await createUsers(members);
  for (const [n, group] of groups.entries()) {
    await tellGroup(group, 'group.created', { attributes: { displayName: `Group ${n}` } });
    await tellGroup(group, 'group.members_added', { members });
    await tellGroup(group, 'group.members_removed', { members: members.slice(0, 10 * n) });
  }
  await sync.allSettled(target, 20_000);
  expect(product.groups.all()).toHaveLength(groups.length);
  for (const n of groups.keys()) expect(membersAt(product, `Group ${n}`)).toEqual(members.slice(10 * n).sort());
}, 30_000);
