import { type House, openHouse, type TestDirectory } from './house.js';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const patch = (...operations: object[]) => ({ schemas: [PATCH], Operations: operations });
const members = (ids: readonly string[]) => ids.map((value) => ({ value }));

describe('groups over HTTP', () => {
  let house: House;
  let directory: TestDirectory;
  let names = 0;

  const aUser = async (): Promise<string> => {
    names += 1;
    const created = await directory.scim.post('/Users', { schemas: [USER], userName: `member-${names}@example.com` });
    return created.body.id;
  };
  const users = (count: number) => Promise.all(Array.from({ length: count }, aUser));
  const aGroup = async (ids: readonly string[] = []): Promise<string> => {
    names += 1;
    const body = { schemas: [GROUP], displayName: `group ${names}`, members: members(ids) };
    const created = await directory.scim.post('/Groups', body);
    expect(created.status).toBe(201);
    return created.body.id;
  };
  const membersOf = async (id: string): Promise<string[]> => {
    const { body } = await directory.scim.get(`/Groups/${id}`);
    return (body.members ?? []).map(({ value }: { value: string }) => value).sort();
  };

  beforeAll(async () => {
    house = await openHouse();
    directory = await house.directory();
  });

  afterAll(() => house.close());

  it('shows members with their type and address, and the group on each member', async () => {
    const [ada = ''] = await users(1);
    const inner = await aGroup([ada]);
    const outer = await aGroup([inner]);
    const { body } = await directory.scim.get(`/Groups/${outer}`);
    expect(body.members).toEqual([
      { value: inner, $ref: `https://scim.example/scim/v2/Groups/${inner}`, type: 'Group' },
    ]);
    const groups = (await directory.scim.get(`/Users/${ada}`)).body.groups;
    expect(groups.map(({ value, type }: { value: string; type: string }) => [value, type]).sort()).toEqual(
      [
        [inner, 'direct'],
        [outer, 'indirect'],
      ].sort(),
    );
  });

  it('loses none of 300 members who are added in parallel', async () => {
    const ids = await users(300);
    const group = await aGroup();
    const answers = await Promise.all(
      ids.map((value) =>
        directory.scim.patch(`/Groups/${group}`, patch({ op: 'add', path: 'members', value: [{ value }] })),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await membersOf(group)).toEqual([...ids].sort());
  });

  it('adds and removes by id without a change when nothing changes', async () => {
    const [ada = '', bo = ''] = await users(2);
    const group = await aGroup([ada]);
    const again = await directory.scim.patch(
      `/Groups/${group}`,
      patch({ op: 'add', path: 'members', value: [{ value: ada }] }),
    );
    expect(again.body.meta.version).toBe('W/"1"');
    const absent = await directory.scim.patch(
      `/Groups/${group}`,
      patch({ op: 'remove', path: `members[value eq "${bo}"]` }),
    );
    expect(absent.body.meta.version).toBe('W/"1"');
    const removed = await directory.scim.patch(
      `/Groups/${group}`,
      patch({ op: 'remove', path: 'members', value: [{ value: ada }] }),
    );
    expect(removed.body).not.toHaveProperty('members');
    expect(removed.body.meta.version).toBe('W/"2"');
  });

  it('replaces the set of members by PUT and by PATCH', async () => {
    const [ada = '', bo = '', cy = ''] = await users(3);
    const group = await aGroup([ada, bo]);
    const put = await directory.scim.put(`/Groups/${group}`, {
      schemas: [GROUP],
      displayName: 'renamed',
      members: members([bo, cy]),
    });
    expect(put.status).toBe(200);
    expect(await membersOf(group)).toEqual([bo, cy].sort());
    const replaced = await directory.scim.patch(
      `/Groups/${group}`,
      patch({ op: 'replace', path: 'members', value: members([ada]) }),
    );
    expect(replaced.status).toBe(200);
    expect(await membersOf(group)).toEqual([ada]);
  });

  it('refuses a member that does not exist, names it, and changes nothing', async () => {
    const group = await aGroup();
    const unknown = '00000000-0000-4000-8000-000000000000';
    const answer = await directory.scim.patch(
      `/Groups/${group}`,
      patch({ op: 'add', path: 'members', value: members([unknown]) }),
    );
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } });
    expect(answer.body.detail).toContain(unknown);
    expect((await directory.scim.get(`/Groups/${group}`)).body.meta.version).toBe('W/"1"');
  });

  it('takes a group of 1,100 members whole, gives all of them back when asked, and does not after each PATCH', async () => {
    const answer = await directory.scim.post('/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: Array.from({ length: 1_000 }, (_, n) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `u${n}`,
        data: { schemas: [USER], userName: `bulk-${n}@example.com` },
      })),
    });
    expect(answer.status).toBe(200);
    const ids = answer.body.Operations.map(({ location }: { location: string }) => location.split('/').at(-1));
    expect(ids).toHaveLength(1_000);
    const more = await users(100);
    const group = await aGroup([...ids, ...more]);
    expect(await membersOf(group)).toEqual([...ids, ...more].sort());
    const [ada = ''] = await users(1);
    const add = patch({ op: 'add', path: 'members', value: members([ada]) });
    const path = `/Groups/${group}`;
    expect((await directory.scim.patch(path, add)).status).toBe(204);
    const asked = await directory.scim.patch(path, add, { prefer: 'return=representation' });
    expect(asked.body.members).toHaveLength(1_101);
    const without = await directory.scim.get(`/Groups/${group}?excludedAttributes=members`);
    expect(without.body).not.toHaveProperty('members');
  });
});
