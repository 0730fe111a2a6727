import type { Ground, ScimDirectory } from '../ground.js';
import {
  enterpriseSchema,
  expectError,
  filtered,
  idOf,
  newName,
  patchBody,
  resourcesOf,
  userBody,
  userSchema,
} from '../wire.js';

export const caseRules = (ground: Ground): void =>
  describe('O. Case rules', () => {
    let directory: ScimDirectory;
    const send = (method: string, path: string, body?: unknown) => directory.scim.request(method, path, body);
    const get = (path: string) => send('GET', path);
    const create = async (body: Record<string, unknown>) => {
      const created = await send('POST', '/Users', body);
      expect({ status: created.status, detail: created.body['detail'] }).toEqual({ status: 201 });
      return created;
    };

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it('#263 attribute names may be in any case and come back in the schema’s spelling', async () => {
      const userName = newName();
      const created = await create({
        SCHEMAS: [userSchema],
        USERNAME: userName,
        Name: { GIVENNAME: 'Ada' },
        eMails: [{ VALUE: 'a@example.com', Type: 'work', PRIMARY: true }],
      });
      expect(created.body).toMatchObject({
        userName,
        name: { givenName: 'Ada' },
        emails: [{ value: 'a@example.com', type: 'work', primary: true }],
      });
      const path = `/Users/${idOf(created)}`;
      const patched = await send(
        'PATCH',
        path,
        patchBody(
          { op: 'replace', path: 'NAME.givenname', value: 'Eve' },
          { op: 'replace', path: 'EMAILS[TYPE eq "work"].DISPLAY', value: 'Mail' },
          { op: 'add', value: { TITLE: 'x', 'Name.FamilyName': 'Example' } },
        ),
      );
      expect(patched.body).toMatchObject({
        name: { givenName: 'Eve', familyName: 'Example' },
        emails: [{ display: 'Mail' }],
        title: 'x',
      });
      const listed = await get(
        filtered('/Users', `USERNAME eq "${userName}"`, '&sortBy=NAME.GIVENNAME&attributes=TITLE'),
      );
      expect(resourcesOf(listed)).toEqual([{ schemas: [userSchema], id: idOf(created), title: 'x' }]);
    });

    it('#264 one attribute in two spellings is refused', async () => {
      const body = { ...userBody(), title: 'a', Title: 'b' };
      expectError(await send('POST', '/Users', body), 400, 'invalidSyntax');
      expectError(
        await send('POST', '/Users', userBody({ name: { givenName: 'a', GIVENNAME: 'b' } })),
        400,
        'invalidSyntax',
      );
    });

    it('#264 (cfg) with repeatedAttribute last-wins the last one counts', async () => {
      const own = await ground.directory({ repeatedAttribute: 'last-wins' });
      const created = await own.scim.request('POST', '/Users', { ...userBody(), title: 'a', Title: 'b' });
      expect(created).toMatchObject({ status: 201, body: { title: 'b' } });
    });

    it('#265 URNs may be in any case and come back in their own', async () => {
      const created = await create(
        userBody({
          schemas: [userSchema.toUpperCase(), enterpriseSchema.toLowerCase()],
          [enterpriseSchema.toUpperCase()]: { department: 'D' },
        }),
      );
      expect(created.body['schemas']).toEqual([userSchema, enterpriseSchema]);
      expect(created.body[enterpriseSchema]).toEqual({ department: 'D' });
      const patch = { op: 'replace', path: `${enterpriseSchema.toLowerCase()}:DEPARTMENT`, value: 'E' };
      const patched = await send('PATCH', `/Users/${idOf(created)}`, patchBody(patch));
      expect(patched.body[enterpriseSchema]).toEqual({ department: 'E' });
      const schema = await get(`/Schemas/${enterpriseSchema.toUpperCase()}`);
      expect(schema).toMatchObject({ status: 200, body: { id: enterpriseSchema } });
    });

    it('#266 the case of every text is kept', async () => {
      const userName = newName('MiXed').replace('example', 'EXAMPLE');
      const created = await create(
        userBody({ userName, displayName: 'aBc', emails: [{ value: 'A@Example.COM', type: 'WoRk' }], locale: 'EN-us' }),
      );
      expect((await get(`/Users/${idOf(created)}`)).body).toMatchObject({
        userName,
        displayName: 'aBc',
        emails: [{ value: 'A@Example.COM', type: 'WoRk' }],
        locale: 'EN-us',
      });
      const renamed = await send('PUT', `/Users/${idOf(created)}`, userBody({ userName: userName.toLowerCase() }));
      expect(renamed.body['userName']).toBe(userName.toLowerCase());
    });

    it('#267 endpoints are case-sensitive', async () => {
      expectError(await get('/users'), 404);
      expectError(await get('/serviceproviderconfig'), 404);
    });

    it('#267 (cfg) with endpointCase any they are not', async () => {
      const own = await ground.directory({ endpointCase: 'any' });
      const created = await own.scim.request('POST', '/users', userBody());
      expect(created.status).toBe(201);
      expect((await own.scim.request('GET', `/USERS/${idOf(created)}`)).body).toEqual(created.body);
      expect((await own.scim.request('GET', '/serviceproviderconfig')).status).toBe(200);
    });

    it.each([
      ['josé@example.com', 'JOSÉ@EXAMPLE.COM'],
      ['caf\u00e9@example.com', 'cafe\u0301@example.com'],
      ['\uff41\uff44\uff41@example.com', 'ada@example.com'],
      ['STRASSE-\u0130@example.com', 'strasse-i\u0307@example.com'],
    ])('#268 %j and %j are one userName, for uniqueness and for filters', async (one, other) => {
      const own = await ground.directory();
      const created = await own.scim.request('POST', '/Users', userBody({ userName: one }));
      expect(created.status).toBe(201);
      expectError(await own.scim.request('POST', '/Users', userBody({ userName: other })), 409, 'uniqueness');
      for (const userName of [one, other]) {
        const found = await own.scim.request('GET', filtered('/Users', `userName eq "${userName}"`));
        expect(resourcesOf(found)).toMatchObject([{ id: idOf(created), userName: one }]);
      }
      const different = await own.scim.request('GET', filtered('/Users', `userName eq "x${other}"`));
      expect(different.body['totalResults']).toBe(0);
    });
  });
