import { deviceBody, directoryWithDevices } from '../device.js';
import type { Ground, ScimDirectory } from '../ground.js';
import {
  enterpriseSchema,
  errorSchema,
  expectError,
  idOf,
  metaOf,
  newName,
  resourcesOf,
  userBody,
  userSchema,
} from '../wire.js';

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}(Z|[+-]\d\d:\d\d)$/;
const unknownId = '00000000-0000-4000-8000-000000000000';

export const users = (ground: Ground): void =>
  describe('B. Users', () => {
    let directory: ScimDirectory;
    const send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      directory.scim.request(method, path, body, headers);
    const create = async (changes: Record<string, unknown> = {}) => {
      const created = await send('POST', '/Users', userBody(changes));
      expect(created.status).toBe(201);
      return created;
    };

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it('#27 POST of a minimal user answers 201 with id, schemas, userName and meta', async () => {
      const created = await create();
      expect(created.body).toMatchObject({
        id: expect.any(String),
        schemas: [userSchema],
        userName: expect.any(String),
        meta: { resourceType: 'User' },
      });
    });

    it('#28 Location equals meta.location and can be read', async () => {
      const created = await create();
      expect(created.headers.get('location')).toBe(metaOf(created)['location']);
      expect(metaOf(created)['location']).toBe(`${directory.base}/Users/${idOf(created)}`);
      expect((await send('GET', `/Users/${idOf(created)}`)).body).toEqual(created.body);
    });

    it('#29 Content-Location equals meta.location on POST, GET, PUT and PATCH', async () => {
      const created = await create();
      const path = `/Users/${idOf(created)}`;
      const { location } = metaOf(created);
      const answers = [
        created,
        await send('GET', path),
        await send('PUT', path, userBody()),
        await send('PATCH', path, {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'add', path: 'title', value: 'x' }],
        }),
      ];
      for (const answer of answers) expect(answer.headers.get('content-location')).toBe(location);
    });

    it('#30 meta has its type and full date-times', async () => {
      const meta = metaOf(await create());
      expect(meta).toMatchObject({ resourceType: 'User' });
      expect(meta['created']).toMatch(dateTime);
      expect(meta['lastModified']).toMatch(dateTime);
    });

    it('#31 created and lastModified are the same on create', async () => {
      const meta = metaOf(await create());
      expect(meta['created']).toBe(meta['lastModified']);
    });

    it('#32 a client’s id and meta are ignored on POST', async () => {
      const created = await create({ id: 'mine', meta: { resourceType: 'Nonsense', created: '2001-01-01T00:00:00Z' } });
      expect(idOf(created)).not.toBe('mine');
      expect(metaOf(created)).toMatchObject({ resourceType: 'User' });
      expect(metaOf(created)['created']).not.toContain('2001');
    });

    it('#33 ids are unique, stable and never hold "bulkId"', async () => {
      const [one, other] = [await create(), await create()];
      expect(idOf(one)).not.toBe(idOf(other));
      expect(idOf(one)).not.toContain('bulkId');
      const changed = await send('PUT', `/Users/${idOf(one)}`, userBody());
      expect(idOf(changed)).toBe(idOf(one));
    });

    it('#34 externalId is absent unless sent, and returned as sent', async () => {
      expect((await create()).body).not.toHaveProperty('externalId');
      expect((await create({ externalId: 'Ext/1 ü' })).body['externalId']).toBe('Ext/1 ü');
    });

    it.each([
      ['without userName', { schemas: [userSchema] }],
      ['with an empty userName', { schemas: [userSchema], userName: '' }],
    ])('#35 POST %s is refused', async (_, body) => {
      expectError(await send('POST', '/Users', body), 400, 'invalidValue');
    });

    it.each([
      ['without schemas', { userName: newName() }],
      ['with empty schemas', { schemas: [], userName: newName() }],
    ])('#36 POST %s is refused', async (_, body) => {
      expectError(await send('POST', '/Users', body), 400, 'invalidSyntax', 'invalidValue');
    });

    it('#37 POST with an unknown schema is refused', async () => {
      const body = userBody({ schemas: [userSchema, 'urn:example:unknown'] });
      expectError(await send('POST', '/Users', body), 400, 'invalidSyntax', 'invalidValue');
      const foreign = userBody({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'] });
      expectError(await send('POST', '/Users', foreign), 400, 'invalidSyntax', 'invalidValue');
    });

    it('#38 POST of something that is not a resource is refused', async () => {
      expectError(await send('POST', '/Users', { not: 'a scim resource' }), 400);
    });

    it.each(['{"a":', '', '[]', '"text"', 'null', '{"a":1}}'])('#39 POST of %j is refused', async (text) => {
      expectError(await send('POST', '/Users', text), 400, 'invalidSyntax');
    });

    it('#40 a duplicate userName is refused, whatever its case', async () => {
      const userName = newName('Case');
      await create({ userName });
      expectError(await send('POST', '/Users', userBody({ userName })), 409, 'uniqueness');
      expectError(await send('POST', '/Users', userBody({ userName: userName.toUpperCase() })), 409, 'uniqueness');
    });

    it('#41 of two simultaneous POSTs with one userName exactly one is created', async () => {
      const body = userBody();
      const answers = await Promise.all([send('POST', '/Users', body), send('POST', '/Users', body)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    });

    it('#42 after DELETE the userName can be taken again', async () => {
      const userName = newName();
      const first = await create({ userName });
      expect((await send('DELETE', `/Users/${idOf(first)}`)).status).toBe(204);
      expect(idOf(await create({ userName }))).not.toBe(idOf(first));
    });

    it('#43 a password is accepted and never returned', async () => {
      const created = await create({ password: 'correct horse battery staple' });
      const path = `/Users/${idOf(created)}`;
      const seen = [
        created,
        await send('GET', path),
        await send('GET', `${path}?attributes=password`),
        await send('GET', `/Users?filter=${encodeURIComponent(`id eq "${idOf(created)}"`)}`),
        await send('PUT', path, userBody({ password: 'correct horse battery staple' })),
      ];
      for (const answer of seen) expect(JSON.stringify(answer.body)).not.toMatch(/password|horse/);
    });

    it('#44 groups in a request are ignored', async () => {
      const created = await create({ groups: [{ value: unknownId }] });
      expect(created.body).not.toHaveProperty('groups');
      const replaced = await send('PUT', `/Users/${idOf(created)}`, userBody({ groups: [{ value: unknownId }] }));
      expect(replaced.status).toBe(200);
      expect(replaced.body).not.toHaveProperty('groups');
    });

    it('#45 order does not matter and unknown members are ignored', async () => {
      const created = await create({ favouriteColour: 'teal', title: 'x' });
      expect(created.body).not.toHaveProperty('favouriteColour');
      const turned = Object.fromEntries(Object.entries(userBody({ title: 'y' })).toReversed());
      expect((await send('POST', '/Users', turned)).status).toBe(201);
    });

    it('#46 null and [] mean unassigned and are left out of the answer', async () => {
      const created = await create({ title: null, emails: [], nickName: null });
      for (const name of ['title', 'emails', 'nickName']) expect(created.body).not.toHaveProperty(name);
    });

    it('#47 POST to a single user is 404 or 405', async () => {
      const answer = await send('POST', `/Users/${idOf(await create())}`, userBody());
      expect([404, 405]).toContain(answer.status);
      expect(answer.body['schemas']).toEqual([errorSchema]);
    });

    it.each([unknownId, '%23', 'x'.repeat(5_000), 'not-a-uuid', '..%2F..', "' or 1=1 --"])(
      '#48 GET of id %.20s is 404',
      async (id) => {
        expectError(
          await send('GET', `/Users/${id.startsWith('%') || id.startsWith('..') ? id : encodeURIComponent(id)}`),
          404,
        );
      },
    );

    it('#49 PUT of a body from an earlier GET, read-only parts included, is taken', async () => {
      const created = await create({ title: 'before' });
      const read = await send('GET', `/Users/${idOf(created)}`);
      const replaced = await send('PUT', `/Users/${idOf(created)}`, { ...read.body, title: 'after', groups: [] });
      expect(replaced).toMatchObject({ status: 200, body: { title: 'after' } });
    });

    it('#50 PUT clears what it leaves out', async () => {
      const created = await create({ title: 'x', emails: [{ value: 'a@example.com' }] });
      const replaced = await send('PUT', `/Users/${idOf(created)}`, userBody());
      expect(replaced.body).not.toHaveProperty('title');
      expect(replaced.body).not.toHaveProperty('emails');
    });

    it('#50 (cfg) with putMissing keep, PUT keeps what it leaves out', async () => {
      const keeping = await ground.directory({ putMissing: 'keep' });
      const created = await keeping.scim.request('POST', '/Users', userBody({ title: 'x' }));
      const replaced = await keeping.scim.request('PUT', `/Users/${idOf(created)}`, userBody());
      expect(replaced.body).toMatchObject({ title: 'x' });
    });

    it('#51 PUT of an unknown id is 404 and creates nothing', async () => {
      const body = userBody();
      expectError(await send('PUT', `/Users/${unknownId}`, body), 404);
      const filter = encodeURIComponent(`userName eq "${body['userName']}"`);
      expect((await send('GET', `/Users?filter=${filter}`)).body['totalResults']).toBe(0);
    });

    it('#52 PUT without userName is refused', async () => {
      expectError(await send('PUT', `/Users/${idOf(await create())}`, { schemas: [userSchema] }), 400, 'invalidValue');
    });

    it('#53 PUT with another id keeps the id', async () => {
      const created = await create();
      const replaced = await send('PUT', `/Users/${idOf(created)}`, userBody({ id: unknownId }));
      expect(replaced).toMatchObject({ status: 200, body: { id: idOf(created) } });
    });

    it('#54 PUT without id in the body is taken', async () => {
      expect((await send('PUT', `/Users/${idOf(await create())}`, userBody())).status).toBe(200);
    });

    it('#55 an immutable attribute keeps the value it has once been given', async () => {
      const own = await directoryWithDevices(ground);
      const put = (id: string, changes: Record<string, unknown>) =>
        own.scim.request('PUT', `/Devices/${id}`, deviceBody(changes));
      const stamped = idOf(await own.scim.request('POST', '/Devices', deviceBody({ stamp: 'A' })));
      expectError(await put(stamped, { stamp: 'B' }), 400, 'mutability');
      expect(await put(stamped, { stamp: 'A', label: 'same' })).toMatchObject({ status: 200, body: { stamp: 'A' } });
      const bare = idOf(await own.scim.request('POST', '/Devices', deviceBody()));
      expect(await put(bare, { stamp: 'first' })).toMatchObject({ status: 200, body: { stamp: 'first' } });
    });

    it('#56 PUT to another user’s userName is refused', async () => {
      const userName = newName();
      await create({ userName });
      const other = await create();
      expectError(await send('PUT', `/Users/${idOf(other)}`, userBody({ userName })), 409, 'uniqueness');
    });

    it('#57 PUT of identical content changes neither version nor lastModified', async () => {
      const created = await create({ title: 'x', emails: [{ value: 'a@example.com', type: 'work' }] });
      const replaced = await send('PUT', `/Users/${idOf(created)}`, created.body);
      expect(metaOf(replaced)).toEqual(metaOf(created));
      expect(replaced.headers.get('etag')).toBe(created.headers.get('etag'));
    });

    it('#58 created stays; lastModified moves on change only', async () => {
      const created = await create();
      const path = `/Users/${idOf(created)}`;
      expect(metaOf(await send('GET', path))).toEqual(metaOf(created));
      const changed = metaOf(await send('PUT', path, userBody({ title: 'new' })));
      expect(changed['created']).toBe(metaOf(created)['created']);
      expect(Date.parse(changed['lastModified'] ?? '')).toBeGreaterThan(
        Date.parse(metaOf(created)['lastModified'] ?? ''),
      );
    });

    it('#59 DELETE answers 204 with nothing', async () => {
      const deleted = await send('DELETE', `/Users/${idOf(await create())}`);
      expect(deleted.status).toBe(204);
      expect(deleted.headers.get('content-type')).toBeNull();
      expect(deleted.body).toEqual({});
    });

    it('#60 after DELETE the user answers 404 to everything', async () => {
      const path = `/Users/${idOf(await create())}`;
      await send('DELETE', path);
      const patch = {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'add', path: 'title', value: 'x' }],
      };
      for (const answer of [
        await send('GET', path),
        await send('PUT', path, userBody()),
        await send('PATCH', path, patch),
        await send('DELETE', path),
      ]) {
        expectError(answer, 404);
      }
    });

    it('#61 a deleted user is gone from lists, groups and other users’ manager', async () => {
      const gone = await create();
      const group = await send('POST', '/Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: newName('group'),
        members: [{ value: idOf(gone) }],
      });
      const managed = await create({ title: 'x', [enterpriseSchema]: { manager: { value: idOf(gone) } } });
      expect(managed.body).toHaveProperty([enterpriseSchema, 'manager', 'value'], idOf(gone));
      await send('DELETE', `/Users/${idOf(gone)}`);
      const left = await send('GET', `/Users/${idOf(managed)}`);
      expect(JSON.stringify(left.body)).not.toContain(idOf(gone));
      expect(left.body).toMatchObject({ title: 'x', schemas: [userSchema] });
      const late = await create({ [enterpriseSchema]: { manager: { value: idOf(gone) } } });
      expect((await send('GET', `/Users/${idOf(late)}`)).body['schemas']).toEqual([userSchema]);
      expect((await send('GET', `/Groups/${idOf(group)}`)).body).not.toHaveProperty('members');
      const listed = await send('GET', `/Users?filter=${encodeURIComponent(`id eq "${idOf(gone)}"`)}`);
      expect(listed.body['totalResults']).toBe(0);
    });

    it.each(['PUT', 'PATCH', 'DELETE'])('#62 %s on the collection is 405 with Allow', async (method) => {
      const answer = await send(method, '/Users', method === 'DELETE' ? undefined : userBody());
      expectError(answer, 405);
      expect(answer.headers.get('allow')).toMatch(/GET.*POST/);
    });

    it('#63 active is true when left out', async () => {
      expect((await create()).body['active']).toBe(true);
    });

    it('#64 a disabled user is still found, with active false', async () => {
      const userName = newName();
      const created = await create({ userName });
      await send('PUT', `/Users/${idOf(created)}`, userBody({ userName, active: false }));
      const found = await send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
      expect(resourcesOf(found)).toMatchObject([{ id: idOf(created), active: false }]);
    });

    it('#63 (cfg) with activeByDefault off it stays absent', async () => {
      const own = await ground.directory({ activeByDefault: false });
      expect((await own.scim.request('POST', '/Users', userBody())).body).not.toHaveProperty('active');
    });

    it.each([
      'Žluťoučký kůň',
      '👩‍👩‍👧‍👦',
      'a "quoted" \\ back',
      'שלום عالم',
      'Caf\u00e9',
      'Cafe\u0301',
      '  inner  ',
      '<b>&amp;',
    ])('#65 the value %j survives a round trip', async (value) => {
      const created = await create({ displayName: value, name: { familyName: value } });
      const read = await send('GET', `/Users/${idOf(created)}`);
      expect(read.body).toMatchObject({ displayName: value, name: { familyName: value } });
    });

    it('#66 a client’s name.formatted is kept', async () => {
      const name = { formatted: 'Ms. Ada E.', givenName: 'Ada', familyName: 'Example' };
      expect((await create({ name })).body['name']).toEqual(name);
    });

    it('#67 country and certificate values are kept', async () => {
      const created = await create({
        addresses: [{ type: 'work', country: 'US' }],
        x509Certificates: [{ value: 'MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQAwTjELMAkGA1UEBhMCVVM=' }],
      });
      expect(created.body).toMatchObject({
        addresses: [{ country: 'US' }],
        x509Certificates: [{ value: expect.any(String) }],
      });
    });

    it('#68 a repeated (type, value) pair is folded to one', async () => {
      const email = { type: 'work', value: 'a@example.com' };
      expect((await create({ emails: [email, email] })).body['emails']).toHaveLength(1);
    });

    it('#69 of two primaries at most one is stored, or the request is refused', async () => {
      const emails = [
        { value: 'a@example.com', primary: true },
        { value: 'b@example.com', primary: true },
      ];
      const answer = await send('POST', '/Users', userBody({ emails }));
      if (answer.status !== 201) return expectError(answer, 400, 'invalidValue');
      const stored = answer.body['emails'] as { primary?: boolean }[];
      expect(stored.filter(({ primary }) => primary)).toHaveLength(1);
    });

    it('#70 what a write answers is what a read finds', async () => {
      const created = await create({
        displayName: 'Ada',
        nickName: 'A',
        userType: 'Employee',
        [enterpriseSchema]: { department: 'R&D', employeeNumber: '17' },
      });
      expect((await send('GET', `/Users/${idOf(created)}`)).body).toEqual(created.body);
    });
  });
