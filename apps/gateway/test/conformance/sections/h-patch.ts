import { callsOn } from '../calls.js';
import { deviceBody, directoryWithDevices } from '../device.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { expectError, idOf, metaOf, newName, patchBody, patchSchema, userSchema } from '../wire.js';

const unknownId = '00000000-0000-4000-8000-000000000000';

export const patchRequests = (ground: Ground): void =>
  describe('H. PATCH: the request and its refusals', () => {
    let directory: ScimDirectory;
    let sharedId: string;
    const { send, get, user, userId, group, groupId, patchUser, patchGroup } = callsOn(() => directory);
    const patchShared = (...operations: unknown[]) => patchUser(sharedId, ...operations);
    const bodyToShared = (body: unknown) => send('PATCH', `/Users/${sharedId}`, body);

    beforeAll(async () => {
      directory = await ground.directory();
      sharedId = await userId({ title: 'before', emails: [{ type: 'work', value: 'a@example.com' }] });
    });

    const operation = { op: 'add', path: 'nickName', value: 'x' };
    it.each([
      ['no schemas', { Operations: [operation] }],
      ['a wrong schema', { schemas: [userSchema], Operations: [operation] }],
      ['no Operations', { schemas: [patchSchema] }],
      ['empty Operations', { schemas: [patchSchema], Operations: [] }],
      ['Operations that are no list', { schemas: [patchSchema], Operations: operation }],
      ['a list as body', [operation]],
    ])('#164 a body with %s is refused', async (_, body) => {
      expectError(await bodyToShared(body), 400, 'invalidSyntax');
    });

    it('#164 (cfg) "operations" in another case is taken', async () => {
      expect((await bodyToShared({ schemas: [patchSchema], operations: [operation] })).status).toBe(200);
    });

    it('#164 (cfg) with missingSchemas accept, schemas may be left out', async () => {
      const lenient = await ground.directory({ missingSchemas: 'accept' });
      const calls = callsOn(() => lenient);
      const id = await calls.userId();
      expect((await calls.send('PATCH', `/Users/${id}`, { Operations: [operation] })).status).toBe(200);
    });

    it.each(['Add', 'ADD', 'Replace', 'rEPLACE'])('#165 the operation may be written %s', async (op) => {
      const patched = await patchShared({ op, path: 'nickName', value: op });
      expect(patched).toMatchObject({ status: 200, body: { nickName: op } });
      expect((await patchShared({ op: 'REMOVE', path: 'nickName' })).body).not.toHaveProperty('nickName');
    });

    it.each([
      { op: 'move', path: 'title', value: 'x' },
      { path: 'title', value: 'x' },
      { op: 7, path: 'title', value: 'x' },
      'add',
      null,
      [],
    ])('#166 the operation %j is refused', async (operation) => {
      expectError(await patchShared(operation), 400, 'invalidSyntax');
    });

    it('#167 remove without a path is noTarget', async () => {
      expectError(await patchShared({ op: 'remove' }), 400, 'noTarget');
      expectError(await patchShared({ op: 'remove', value: { title: 'before' } }), 400, 'noTarget');
    });

    it.each(['add', 'replace'])('#168 %s without a value is refused', async (op) => {
      expectError(await patchShared({ op, path: 'title' }), 400, 'invalidValue');
      expectError(await patchShared({ op }), 400, 'invalidValue');
    });

    it.each([
      '',
      ' ',
      '.',
      'emails[',
      'emails[type eq "work"',
      'emails]',
      'name..givenName',
      'title[',
      '"title"',
      'a b',
    ])('#169 the path %j is refused', async (path) => {
      expectError(await patchShared({ op: 'add', path, value: 'x' }), 400, 'invalidPath', 'invalidFilter');
    });

    it.each(['emails[type zz "work"]', 'emails[]', 'emails[type eq]', 'emails[type eq "work" and]', 'emails[not]'])(
      '#169 the filter in %j is refused',
      async (path) => {
        expectError(
          await patchShared({ op: 'replace', path, value: { value: 'x' } }),
          400,
          'invalidFilter',
          'invalidPath',
        );
      },
    );

    it.each([
      'favouriteColour',
      'name.shoeSize',
      'urn:example:none:attr',
      `${userSchema}:nothing`,
      'emails[colour eq "x"].value',
    ])('#170 the unknown path %j is refused', async (path) => {
      expectError(await patchShared({ op: 'add', path, value: 'x' }), 400, 'invalidPath', 'noTarget', 'invalidFilter');
    });

    it('#170 (cfg) with undeclaredPath ignore, the other operations are done', async () => {
      const lenient = await ground.directory({ undeclaredPath: 'ignore' });
      const calls = callsOn(() => lenient);
      const patched = await calls.patchUser(
        await calls.userId(),
        { op: 'add', path: 'favouriteColour', value: 'teal' },
        { op: 'add', path: 'title', value: 'x' },
      );
      expect(patched).toMatchObject({ status: 200, body: { title: 'x' } });
      expect(patched.body).not.toHaveProperty('favouriteColour');
    });

    it('#171 a sub-attribute of something simple is refused', async () => {
      for (const path of ['userName.x', 'active.value', 'name.givenName.x']) {
        expectError(await patchShared({ op: 'replace', path, value: 'x' }), 400, 'invalidPath');
      }
    });

    it.each(['id', 'meta', 'meta.created', 'meta.lastModified', 'groups'])(
      '#172 the readOnly %s is not changed',
      async (path) => {
        expectError(await patchShared({ op: 'replace', path, value: 'x' }), 400, 'mutability');
      },
    );

    it('#172 (cfg) with readOnlyPath ignore, the operation is passed over', async () => {
      const lenient = await ground.directory({ readOnlyPath: 'ignore' });
      const calls = callsOn(() => lenient);
      const created = await calls.user();
      const patched = await calls.patchUser(idOf(created), { op: 'replace', path: 'id', value: 'x' });
      expect(patched).toMatchObject({ status: 200, body: { id: idOf(created) } });
    });

    it('#173 an immutable value is set once and then fixed', async () => {
      const custom = await directoryWithDevices(ground);
      const created = await custom.scim.request('POST', '/Devices', deviceBody());
      const stamp = (op: string, value: string) =>
        custom.scim.request('PATCH', `/Devices/${idOf(created)}`, patchBody({ op, path: 'stamp', value }));
      expect((await stamp('add', '7')).body['stamp']).toBe('7');
      expect((await stamp('replace', '7')).status).toBe(200);
      expectError(await stamp('replace', '8'), 400, 'mutability');
    });

    it('#173 the immutable parts of a member are fixed', async () => {
      const id = await groupId({ members: [{ value: sharedId }] });
      for (const [part, value] of [
        ['value', await userId()],
        ['type', 'Group'],
      ]) {
        const path = `members[value eq "${sharedId}"].${part}`;
        expectError(await patchGroup(id, { op: 'replace', path, value }), 400, 'mutability');
      }
    });

    it('#173 members may be chosen by more than their value', async () => {
      const [person, inner] = [await userId(), await groupId()];
      const id = await groupId({ members: [{ value: person }, { value: inner }, { value: sharedId, display: 'Ada' }] });
      const without = await patchGroup(id, { op: 'remove', path: 'members[type eq "Group" or display sw "a"]' });
      expect(without.body['members']).toMatchObject([{ value: person, type: 'User' }]);
    });

    it('#174 a required attribute is not removed', async () => {
      expectError(await patchShared({ op: 'remove', path: 'userName' }), 400, 'mutability');
      expectError(await patchGroup(await groupId(), { op: 'remove', path: 'displayName' }), 400, 'mutability');
    });

    it.each([
      ['active', 'perhaps'],
      ['active', 7],
      ['title', 5],
      ['title', { a: 1 }],
      ['name', 'Ada'],
      ['emails', 7],
      ['emails', [7]],
      ['name.givenName', true],
      ['emails[type eq "work"].primary', 'often'],
    ])('#175 %s does not take %j', async (path, value) => {
      expectError(await patchShared({ op: 'replace', path, value }), 400, 'invalidValue');
    });

    it('#176 a faulty request is refused before it is looked up, then comes 404, then 412', async () => {
      const good = patchBody({ op: 'add', path: 'title', value: 'x' });
      const bad = patchBody({ op: 'add', path: 'nothing.here', value: 'x' });
      const ifMatch = { 'if-match': 'W/"999"' };
      expectError(await send('PATCH', `/Users/${unknownId}`, bad, ifMatch), 400, 'invalidPath');
      expectError(await send('PATCH', `/Users/${sharedId}`, bad, ifMatch), 400, 'invalidPath');
      expectError(await send('PATCH', `/Users/${unknownId}`, good, ifMatch), 404);
      expectError(await send('PATCH', `/Users/${sharedId}`, good, ifMatch), 412);
    });

    it('#177 later operations see what earlier ones did', async () => {
      const id = await userId();
      const patched = await patchUser(
        id,
        { op: 'add', path: 'emails', value: [{ type: 'home', value: 'h@example.com' }] },
        { op: 'replace', path: 'emails[type eq "home"].value', value: 'new@example.com' },
        { op: 'add', path: 'title', value: 'one' },
        { op: 'replace', path: 'title', value: 'two' },
        { op: 'add', path: 'nickName', value: 'gone' },
        { op: 'remove', path: 'nickName' },
      );
      expect(patched.body).toMatchObject({ emails: [{ value: 'new@example.com' }], title: 'two' });
      expect(patched.body).not.toHaveProperty('nickName');
    });

    it('#178 a failing operation undoes the whole request', async () => {
      const before = await get(`/Users/${sharedId}`);
      const answer = await patchShared(
        { op: 'replace', path: 'title', value: 'changed' },
        { op: 'replace', path: 'emails[type eq "none"].value', value: 'x@example.com' },
      );
      expectError(answer, 400, 'noTarget');
      const after = await get(`/Users/${sharedId}`);
      expect(after.body).toEqual(before.body);
      expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
    });

    it('#178 a failing operation leaves members as they were', async () => {
      const created = await group();
      const path = `/Groups/${idOf(created)}`;
      const answer = await patchGroup(
        idOf(created),
        { op: 'add', path: 'members', value: [{ value: sharedId }] },
        { op: 'remove', path: 'displayName' },
      );
      expectError(answer, 400, 'mutability');
      expect((await get(path)).body).toEqual(created.body);
    });

    it('#205 a userName that is taken is refused', async () => {
      const taken = await user();
      const answer = await patchShared({ op: 'replace', path: 'userName', value: taken.body['userName'] });
      expectError(answer, 409, 'uniqueness');
      const free = newName();
      expect((await patchUser(idOf(taken), { op: 'replace', value: { userName: free } })).body['userName']).toBe(free);
    });

    it('#206 success answers 200 with everything, the tag, its address and a later lastModified', async () => {
      const created = await user();
      const patched = await patchUser(idOf(created), { op: 'add', path: 'title', value: 'x' });
      expect(patched).toMatchObject({ status: 200, body: { userName: created.body['userName'], title: 'x' } });
      expect(patched.headers.get('etag')).toBe(metaOf(patched)['version']);
      expect(patched.headers.get('etag')).not.toBe(created.headers.get('etag'));
      expect(patched.headers.get('content-location')).toBe(metaOf(patched)['location']);
      expect(Date.parse(metaOf(patched)['lastModified'] ?? '')).toBeGreaterThan(
        Date.parse(metaOf(created)['lastModified'] ?? ''),
      );
      expect((await get(`/Users/${idOf(created)}`)).body).toEqual(patched.body);
    });

    it('#206 (cfg) with patchResponse no-content, success answers 204 with the tag', async () => {
      const brief = await ground.directory({ patchResponse: 'no-content' });
      const calls = callsOn(() => brief);
      const created = await calls.user();
      const patched = await calls.patchUser(idOf(created), { op: 'add', path: 'title', value: 'x' });
      expect(patched).toMatchObject({ status: 204, body: {} });
      const read = await calls.get(`/Users/${idOf(created)}`);
      expect(read.body['title']).toBe('x');
      expect(patched.headers.get('etag')).toBe(read.headers.get('etag'));
    });

    it.each([
      '__proto__',
      'constructor',
      'toString',
      '__proto__.polluted',
      'constructor.prototype.x',
      'name.__proto__',
    ])('#207 %s is an unknown attribute like any other', async (path) => {
      expectError(await patchShared({ op: 'add', path, value: 'x' }), 400, 'invalidPath');
      const pathless = await bodyToShared(
        `{"schemas":["${patchSchema}"],"Operations":[{"op":"add","value":{"${path}":{"polluted":"x"}}}]}`,
      );
      expect([200, 400]).toContain(pathless.status);
      const read = JSON.stringify((await get(`/Users/${sharedId}`)).body);
      expect(read).not.toMatch(/polluted|__proto__|constructor/);
    });

    it('#208 (cfg) patchOperations is how many operations a PATCH may have', async () => {
      const tight = await ground.directory({ patchOperations: 2 });
      const calls = callsOn(() => tight);
      const id = await calls.userId();
      const operations = ['a', 'b', 'c'].map((value) => ({ op: 'add', path: 'title', value }));
      expectError(await calls.patchUser(id, ...operations), 413);
      expect((await calls.patchUser(id, ...operations.slice(1))).body['title']).toBe('c');
    });

    it('#208 too many operations are refused with 413 or 400', async () => {
      const many = Array.from({ length: 20_000 }, () => ({ op: 'add', path: 'title', value: 'x' }));
      const answer = await patchShared(...many);
      expect([400, 413]).toContain(answer.status);
      const large = await patchShared({ op: 'add', path: 'title', value: 'x'.repeat(2_000_000) });
      expect([400, 413]).toContain(large.status);
    });

    it('#209 PATCH of an unknown id is 404', async () => {
      expectError(await patchUser(unknownId, { op: 'add', path: 'title', value: 'x' }), 404);
      expectError(await patchUser('not-a-uuid', { op: 'add', path: 'title', value: 'x' }), 404);
    });

    it('#210 a path-less replace of active deactivates', async () => {
      const id = await userId();
      expect(await patchUser(id, { op: 'replace', value: { active: false } })).toMatchObject({
        status: 200,
        body: { active: false },
      });
    });
  });
