import type { Answer } from '../../../../test/e2e/clients.js';
import { callsOn } from '../conformance/calls.js';
import { groundFor, type ScimDirectory } from '../conformance/ground.js';
import { rawRequest } from '../conformance/raw-http.js';
import { enterpriseSchema, expectError, idOf, metaOf, newName, resourcesOf, userBody } from '../conformance/wire.js';
import { recorded } from './recorded.js';

const body = recorded('jumpcloud');
const unknownId = '00000000-0000-0000-0000-000000000000';
const membersOf = (answer: Answer): string[] =>
  (answer.body['members'] as { value: string }[]).map(({ value }) => value);

/** A complete representation: what JumpCloud decodes into its own record and later writes back. */
const expectFull = (answer: Answer, status: number): void => {
  expect({ status: answer.status, detail: answer.body['detail'] }).toEqual({ status, detail: undefined });
  expect(answer.body).toMatchObject({
    id: expect.any(String),
    schemas: expect.any(Array),
    meta: {
      resourceType: expect.any(String),
      created: expect.any(String),
      lastModified: expect.any(String),
      location: expect.any(String),
    },
  });
};

describe('JumpCloud', () => {
  const ground = groundFor('postgres');
  let directory: ScimDirectory;
  const { send, get, find } = callsOn(() => directory);

  describe('connection test', () => {
    let user: string;
    let group: string;
    const read = () => get(`/Groups/${group}`);

    beforeAll(async () => {
      directory = await ground.directory(undefined, 'jumpcloud');
    });

    it('1: looks the test user up and finds nobody', async () => {
      const filter = 'userName%20eq%20%22probe%40example.com%22';
      expect(await get(`/Users?filter=${filter}`)).toMatchObject({
        status: 200,
        body: { totalResults: 0, Resources: [] },
      });
    });

    it('2: creates the test user', async () => {
      const created = await send('POST', '/Users', body('testUser'));
      expectFull(created, 201);
      const { schemas: _, ...attributes } = body('testUser');
      expect(created.body).toMatchObject(attributes);
      expect(created.headers.get('location')).toBe(metaOf(created)['location']);
      user = idOf(created);
      expect((await get(`/Users/${user}`)).body).toEqual(created.body);
    });

    it('4: writes it back sparsely, with emails as null, and nothing is lost', async () => {
      const replaced = await send('PUT', `/Users/${user}`, body('testUserSparse', { user }));
      expectFull(replaced, 200);
      expect(replaced.body).toMatchObject({
        active: true,
        externalId: body('testUser')['externalId'],
        emails: body('testUser')['emails'],
      });
    });

    it('5–6: looks the test group up and creates it', async () => {
      const found = await get('/Groups?filter=displayName%20eq%20%22probe-group%22');
      expect(found).toMatchObject({ status: 200, body: { totalResults: 0 } });
      const created = await send('POST', '/Groups', body('group', { name: 'probe-group', user }));
      expectFull(created, 201);
      group = idOf(created);
      expect(membersOf(created)).toEqual([user]);
    });

    it('7: adds the member again, who is there once', async () => {
      const patched = await send('PATCH', `/Groups/${group}`, body('addMember', { user }));
      expect(patched.status).toBe(200);
      expect(membersOf(patched)).toEqual([user]);
    });

    it('8: replaces the group with another name', async () => {
      const replaced = await send('PUT', `/Groups/${group}`, body('groupFull', { group, user, name: 'probe-group-2' }));
      expect(replaced).toMatchObject({ status: 200, body: { displayName: 'probe-group-2' } });
      expect(membersOf(replaced)).toEqual([user]);
    });

    it('9: removes the member by a value list, and reads an empty list', async () => {
      const removed = await send('PATCH', `/Groups/${group}`, body('removeMember', { user }));
      expect(removed.status).toBe(200);
      expect(membersOf(removed)).toEqual([]);
      expect(membersOf(await read())).toEqual([]);
    });

    it('10–12: deletes group and user', async () => {
      expect(await send('DELETE', `/Groups/${group}`)).toMatchObject({ status: 204, body: {} });
      expect((await send('DELETE', `/Users/${user}`)).status).toBe(204);
      expectError(await get(`/Users/${user}`), 404);
    });

    it('13: may begin again with the same address at once', async () => {
      expect((await find('/Users', 'userName eq "probe@example.com"')).body['totalResults']).toBe(0);
      const again = await send('POST', '/Users', body('testUser'));
      expect(again.status).toBe(201);
      expect((await send('DELETE', `/Users/${idOf(again)}`)).status).toBe(204);
    });

    it('14: deactivates where users cannot be deleted', async () => {
      const keeping = await ground.directory({ userDelete: 'refuse' }, 'jumpcloud');
      const id = idOf(await keeping.scim.request('POST', '/Users', body('testUser')));
      expectError(await keeping.scim.request('DELETE', `/Users/${id}`), 501);
      const values = { user: id, userName: 'probe@example.com' };
      const off = await keeping.scim.request('PUT', `/Users/${id}`, body('userDeactivated', values));
      expect(off).toMatchObject({ status: 200, body: { active: false } });
    });

    it('14: (cfg) with userDelete deactivate, DELETE deactivates', async () => {
      const keeping = await ground.directory({ userDelete: 'deactivate' }, 'jumpcloud');
      const id = idOf(await keeping.scim.request('POST', '/Users', body('testUser')));
      expect((await keeping.scim.request('DELETE', `/Users/${id}`)).status).toBe(204);
      expect(await keeping.scim.request('GET', `/Users/${id}`)).toMatchObject({ status: 200, body: { active: false } });
    });
  });

  describe('users', () => {
    let user: string;
    const path = () => `/Users/${user}`;
    const renamed = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
      ...body('userFull', { user }),
      userName: 'ada.new@example.com',
      emails: [{ type: 'work', primary: true, value: 'ada.new@example.com' }],
      ...changes,
    });

    beforeAll(async () => {
      directory = await ground.directory(undefined, 'jumpcloud');
    });

    it('15–18: creates Ada, who is then found in any case and not made twice', async () => {
      expect((await find('/Users', 'userName eq "ada@example.com"')).body['totalResults']).toBe(0);
      const created = await send('POST', '/Users', body('user'));
      expectFull(created, 201);
      user = idOf(created);
      const again = await send('POST', '/Users', body('user'));
      expectError(again, 409, 'uniqueness');
      expect(again.headers.get('location')).toBe(created.headers.get('location'));
      const found = await find('/Users', 'userName eq "ADA@EXAMPLE.COM"');
      expect(resourcesOf(found).map(({ id }) => id)).toEqual([user]);
    });

    it('19: replaces with reversed schemas and empty lists', async () => {
      const replaced = await send('PUT', path(), body('userFull', { user }));
      expect(replaced).toMatchObject({
        status: 200,
        body: {
          title: 'Lead Engineer',
          [enterpriseSchema]: { department: 'Platform' },
          photos: [{ value: expect.any(String) }],
        },
      });
      for (const name of ['addresses', 'phoneNumbers']) expect(replaced.body).not.toHaveProperty(name);
    });

    it('20: replaces with the same again, which is no change and no event', async () => {
      const history = () => ground.admin().request('GET', `/directories/${directory.id}/resources/${user}/history`);
      const [before, events] = [await get(path()), await history()];
      const replaced = await send('PUT', path(), body('userFull', { user }));
      expect(replaced).toMatchObject({ status: 200, body: { meta: before.body['meta'] } });
      expect((await history()).body).toEqual(events.body);
    });

    it('21–22: renames on the same id', async () => {
      expect(await send('PUT', path(), renamed())).toMatchObject({ status: 200, body: { id: user } });
      expect((await find('/Users', 'userName eq "ada@example.com"')).body['totalResults']).toBe(0);
      expect((await find('/Users', 'userName eq "ada.new@example.com"')).body['totalResults']).toBe(1);
    });

    it('23–25: deactivates, still finds, and reactivates', async () => {
      const off = await send('PUT', path(), body('userDeactivated', { user, userName: 'ada.new@example.com' }));
      expect(off).toMatchObject({ status: 200, body: { active: false, title: 'Lead Engineer' } });
      const found = await find('/Users', 'userName eq "ada.new@example.com"');
      expect(resourcesOf(found)).toMatchObject([{ id: user, active: false }]);
      expect(await send('PUT', path(), renamed({ active: true }))).toMatchObject({
        status: 200,
        body: { active: true },
      });
    });

    it('26: takes a password and never shows it', async () => {
      const replaced = await send('PUT', path(), renamed({ password: 'correct horse battery staple' }));
      expect(replaced.status).toBe(200);
      expect(JSON.stringify(replaced.body)).not.toMatch(/password|horse/);
    });

    it('27: keeps active and emails that a PUT does not name', async () => {
      const before = await get(path());
      const { active: _, emails: __, ...sparse } = renamed();
      const replaced = await send('PUT', path(), sparse);
      expect(replaced).toMatchObject({ status: 200, body: { active: true, emails: before.body['emails'] } });
    });

    it('28: takes a user without name, address or externalId', async () => {
      const created = await send('POST', '/Users', { schemas: body('user')['schemas'], userName: 'no-address' });
      expectFull(created, 201);
    });

    it('29: replaces nobody who is not there', async () => {
      expectError(await send('PUT', `/Users/${unknownId}`, userBody()), 404);
      expectError(await get(`/Users/${unknownId}`), 404);
    });
  });

  describe('groups', () => {
    let people: string[];
    let group: string;
    const person = (name: 'ada' | 'bob' | 'cyd' | 'dan') =>
      people[['ada', 'bob', 'cyd', 'dan'].indexOf(name)] as string;
    const patch = (sent: Record<string, unknown>) => send('PATCH', `/Groups/${group}`, sent);
    const add = (user: string) => body('addMember', { user });
    const expectMembers = async (...ids: string[]) =>
      expect(membersOf(await get(`/Groups/${group}`)).sort()).toEqual(ids.sort());

    beforeAll(async () => {
      directory = await ground.directory(undefined, 'jumpcloud');
      people = [];
      for (let n = 0; n < 4; n++) people.push(idOf(await send('POST', '/Users', userBody())));
    });

    it('30–31: creates a group, whose members are an empty list', async () => {
      expect((await find('/Groups', 'displayName eq "Engineering"')).body['totalResults']).toBe(0);
      const { members: _, ...empty } = body('group', { name: 'Engineering', user: '' });
      const created = await send('POST', '/Groups', empty);
      expectFull(created, 201);
      expect(created.body['members']).toEqual([]);
      group = idOf(created);
    });

    it('32–33: adds two in one operation, and again without change', async () => {
      const [ada, bob] = [person('ada'), person('bob')];
      const both = add(ada) as { Operations: { value: unknown[] }[] };
      both.Operations[0]?.value.push({ value: bob });
      const first = await patch(both);
      expect(membersOf(first).sort()).toEqual([ada, bob].sort());
      const second = await patch(both);
      expect(second).toMatchObject({ status: 200, body: { meta: first.body['meta'] } });
      await expectMembers(ada, bob);
    });

    it('34: adds two at the same time', async () => {
      const answers = await Promise.all([patch(add(person('cyd'))), patch(add(person('dan')))]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      await expectMembers(...people);
    });

    it('35–37: removes by value list and by filter, again without change', async () => {
      await patch(body('removeMember', { user: person('bob') }));
      await expectMembers(person('ada'), person('cyd'), person('dan'));
      const removed = await patch(body('removeMemberByFilter', { user: person('cyd') }));
      await expectMembers(person('ada'), person('dan'));
      for (const form of ['removeMember', 'removeMemberByFilter']) {
        const again = await patch(body(form, { user: person('cyd') }));
        expect(again).toMatchObject({ status: 200, body: { meta: removed.body['meta'] } });
      }
    });

    it('38: renames by three forms and leaves the members alone', async () => {
      expect((await patch(body('rename', { name: 'Platform' }))).body['displayName']).toBe('Platform');
      expect((await patch(body('renamePathless', { name: 'Platform 2' }))).body['displayName']).toBe('Platform 2');
      await expectMembers(person('ada'), person('dan'));
      const { members: _, ...full } = body('groupFull', { group, user: '', name: 'Platform 3' });
      expect((await send('PUT', `/Groups/${group}`, full)).body['displayName']).toBe('Platform 3');
      await expectMembers(person('ada'), person('dan'));
    });

    it('39: refuses an unknown member and changes nothing', async () => {
      const before = await get(`/Groups/${group}`);
      const refused = await patch(add(unknownId));
      expectError(refused, 400, 'invalidValue');
      expect(refused.body['detail']).toContain(unknownId);
      expect((await get(`/Groups/${group}`)).body).toEqual(before.body);
    });

    it('40: keeps members that a PUT sends as null', async () => {
      const full = body('groupFull', { group, user: '', name: 'Platform 3' });
      expect((await send('PUT', `/Groups/${group}`, { ...full, members: null })).status).toBe(200);
      await expectMembers(person('ada'), person('dan'));
    });

    it('41–42: refuses a second group of the name, and reads with and without members', async () => {
      expectError(
        await send('POST', '/Groups', body('group', { name: 'platform 3', user: person('ada') })),
        409,
        'uniqueness',
      );
      expect(membersOf(await get(`/Groups/${group}`))).toHaveLength(2);
      expect((await get(`/Groups/${group}?excludedAttributes=members`)).body).not.toHaveProperty('members');
    });

    it('43: keeps the membership of a user who is deactivated', async () => {
      const read = await get(`/Users/${person('ada')}`);
      await send('PUT', `/Users/${person('ada')}`, { ...read.body, active: false });
      await expectMembers(person('ada'), person('dan'));
    });

    it('44: deletes once', async () => {
      expect((await send('DELETE', `/Groups/${group}`)).status).toBe(204);
      expectError(await send('DELETE', `/Groups/${group}`), 404);
    });
  });

  describe('import and paging', () => {
    const total = 23;

    beforeAll(async () => {
      directory = await ground.directory(undefined, 'jumpcloud');
      for (let n = 0; n < total; n++) await send('POST', '/Users', userBody());
    });

    it('45–46: pages to the end, everybody once', async () => {
      const seen: unknown[] = [];
      for (const startIndex of [1, 11, 21]) {
        const page = await get(`/Users?startIndex=${startIndex}&count=10`);
        expect(page).toMatchObject({ status: 200, body: { totalResults: total, startIndex } });
        expect(page.body['itemsPerPage']).toBe(resourcesOf(page).length);
        seen.push(...resourcesOf(page).map(({ id }) => id));
      }
      expect(new Set(seen).size).toBe(total);
      expect(seen).toHaveLength(total);
    });

    it.each([
      ['47: past the end', 'startIndex=100000&count=10', 0],
      ['48: only the count', 'count=0', 0],
      ['49: a hundred', 'count=100', total],
      ['49: more than the server gives', 'count=5000', total],
      ['50: nonsense is read as 1 and 0', 'startIndex=0&count=-1', 0],
    ])('%s', async (_, query, length) => {
      const page = await get(`/Users?${query}`);
      expect(page).toMatchObject({ status: 200, body: { totalResults: total, itemsPerPage: length } });
      expect(resourcesOf(page)).toHaveLength(length);
    });
  });

  describe('negative cases and transport', () => {
    beforeAll(async () => {
      directory = await ground.directory(undefined, 'jumpcloud');
    });

    it('51: refuses a missing and a wrong token with a challenge', async () => {
      const target = '/provisioning/jumpcloud/v2/Users';
      for (const headers of [{}, { authorization: 'Bearer wrong' }]) {
        const answer = await rawRequest(ground.origin(), {
          method: 'GET',
          target,
          headers: headers as Record<string, string>,
        });
        expectError(answer, 401);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      }
    });

    it('52: forgives slashes, with JumpCloud’s own base address too', async () => {
      const headers = { authorization: `Bearer ${directory.token}` };
      for (const base of ['/scim/v2', '/provisioning/jumpcloud/v2']) {
        for (const path of ['//Users', '/Users/', '/Users']) {
          const answer = await rawRequest(ground.origin(), { method: 'GET', target: `${base}${path}`, headers });
          expect(answer.status).toBe(200);
        }
      }
    });

    it('53–54: names what is wrong with a body and with a filter', async () => {
      expectError(await send('POST', '/Users', '{"broken'), 400, 'invalidSyntax');
      expectError(await find('/Users', 'shoeSize eq "42"'), 400, 'invalidFilter');
      expectError(await find('/Users', 'userName like "x"'), 400, 'invalidFilter');
    });

    it.each(['application/json', 'application/scim+json; charset=utf-8'])('reads bodies of type %s', async (type) => {
      const created = await send('POST', '/Users', userBody(), { 'content-type': type, accept: 'application/json' });
      expect(created.status).toBe(201);
    });

    it('55: takes a burst within its limit, and says when to come back beyond it', async () => {
      const busy = await ground.directory({ requestsPerSecond: 50, burst: 120 }, 'jumpcloud');
      const userName = newName();
      const id = idOf(await busy.scim.request('POST', '/Users', userBody({ userName })));
      const off = () => busy.scim.request('PUT', `/Users/${id}`, body('userDeactivated', { user: id, userName }));
      const within = await Promise.all(Array.from({ length: 100 }, off));
      expect(within.filter(({ status }) => status !== 200)).toEqual([]);
      const beyond = await Promise.all(Array.from({ length: 200 }, off));
      const refused = beyond.filter(({ status }) => status !== 200);
      expect(refused.length).toBeGreaterThan(0);
      for (const answer of refused) {
        expectError(answer, 429);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
    });
  });
});
