import { type Client, client } from './client.js';
import { type House, openHouse, type TestDirectory } from './house.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const user = (userName: string, more: object = {}) => ({ schemas: [USER], userName, ...more });
const patch = (...operations: object[]) => ({ schemas: [PATCH], Operations: operations });
const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const tally = (answers: readonly { readonly status: number }[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('many writers, two gateways', () => {
  let house: House;
  let directory: TestDirectory;
  let gateways: readonly [Client, Client];

  beforeAll(async () => {
    house = await openHouse();
    directory = await house.directory();
    const other = await house.secondGateway();
    gateways = [directory.scim, client(`${other.url}/scim/v2`, directory.token, 'application/scim+json')];
  });

  afterAll(() => house.close());

  const either = (n: number): Client => gateways[n % 2 === 0 ? 0 : 1];

  it('one of 20 parallel creates of one name gets it, 19 are told that it is taken', async () => {
    const answers = await Promise.all(times(20, (n) => either(n).post('/Users', user('same@example.com'))));
    expect(tally(answers)).toEqual({ 201: 1, 409: 19 });
    for (const { status, body } of answers) if (status === 409) expect(body.scimType).toBe('uniqueness');
  });

  it('every one of 100 parallel changes of different attributes of one user is visible', async () => {
    const { body } = await directory.scim.post('/Users', user('changed@example.com'));
    const path = `/Users/${body.id}`;
    const answers = await Promise.all(
      times(100, (n) => {
        const entry = { type: `t${n}`, value: `${n}@example.com` };
        return either(n).patch(path, patch({ op: 'add', path: 'emails', value: [entry] }));
      }),
    );
    expect(tally(answers)).toEqual({ 200: 100 });
    const { emails, meta } = (await directory.scim.get(path)).body;
    expect(emails.map(({ value }: { value: string }) => value).sort()).toEqual(
      times(100, (n) => `${n}@example.com`).sort(),
    );
    expect(meta.version).toBe('W/"101"');
  });

  it('one of 50 replacements with one If-Match succeeds, 49 are told that it has changed', async () => {
    const { body, headers } = await directory.scim.post('/Users', user('matched@example.com'));
    const condition = { 'if-match': String(headers['etag']) };
    const answers = await Promise.all(
      times(50, (n) => either(n).put(`/Users/${body.id}`, user('matched@example.com', { title: `t${n}` }), condition)),
    );
    expect(tally(answers)).toEqual({ 200: 1, 412: 49 });
  });

  it('none of 300 members who are added in parallel is lost', async () => {
    const created = await Promise.all(times(300, (n) => either(n).post('/Users', user(`member-${n}@example.com`))));
    const ids = created.map(({ body }) => body.id);
    const group = (await directory.scim.post('/Groups', { schemas: [GROUP], displayName: 'all' })).body.id;
    const answers = await Promise.all(
      ids.map((value, n) =>
        either(n).patch(`/Groups/${group}`, patch({ op: 'add', path: 'members', value: [{ value }] })),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 300 });
    const { members } = (await directory.scim.get(`/Groups/${group}`)).body;
    expect(members.map(({ value }: { value: string }) => value).sort()).toEqual(ids.sort());
  });

  it('what one gateway has answered the other one reads', async () => {
    for (let n = 0; n < 20; n += 1) {
      const { body } = await either(n).post('/Users', user(`read-${n}@example.com`));
      expect((await either(n + 1).get(`/Users/${body.id}`)).body).toEqual(body);
    }
  });

  it('one of two parallel deletes succeeds, the other finds nothing', async () => {
    const { body } = await directory.scim.post('/Users', user('deleted@example.com'));
    const answers = await Promise.all(times(2, (n) => either(n).delete(`/Users/${body.id}`)));
    expect(tally(answers)).toEqual({ 204: 1, 404: 1 });
  });

  it('a directory’s name is given once', async () => {
    const answers = await Promise.all(times(2, () => house.admin.post('/directories', { name: 'Same name' })));
    expect(tally(answers)).toEqual({ 201: 1, 409: 1 });
  });
});
