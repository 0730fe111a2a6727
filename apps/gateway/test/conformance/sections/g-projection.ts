import { deviceBody, deviceSchema, directoryWithDevices } from '../device.js';
import type { Ground, ScimDirectory } from '../ground.js';
import {
  bulkSchema,
  enterpriseSchema,
  expectError,
  filtered,
  idOf,
  newName,
  patchBody,
  resourcesOf,
  searchSchema,
  userBody,
  userSchema,
} from '../wire.js';

export const projection = (ground: Ground): void =>
  describe('G. Projection', () => {
    let directory: ScimDirectory;
    let id: string;
    const userName = newName('Projected');
    const send = (method: string, path: string, body?: unknown) => directory.scim.request(method, path, body);
    const shown = async (query: string) => {
      const { status, body } = await send('GET', `/Users/${id}?${query}`);
      expect({ query, status }).toEqual({ query, status: 200 });
      return body;
    };
    const keysOf = (body: Record<string, unknown>) => Object.keys(body).sort();

    beforeAll(async () => {
      directory = await directoryWithDevices(ground);
      const body = userBody({
        userName,
        title: 'Engineer',
        name: { givenName: 'Ada', familyName: 'Example' },
        emails: [
          { value: 'a@example.com', type: 'work', primary: true },
          { value: 'b@example.com', type: 'home' },
        ],
        [enterpriseSchema]: { department: 'R&D', division: 'East' },
      });
      id = idOf(await send('POST', '/Users', body));
    });

    it('#151 attributes leaves only what is named and what is always returned', async () => {
      expect(await shown('attributes=userName')).toEqual({ schemas: [userSchema, enterpriseSchema], id, userName });
    });

    it('#152 excludedAttributes cannot exclude id and schemas', async () => {
      const body = await shown('excludedAttributes=id,schemas,meta');
      expect(body).toMatchObject({ id, schemas: [userSchema, enterpriseSchema], userName });
      expect(body).not.toHaveProperty('meta');
    });

    it('#153 one sub-attribute can be asked for', async () => {
      expect((await shown('attributes=name.givenName'))['name']).toEqual({ givenName: 'Ada' });
      expect((await shown('excludedAttributes=name.givenName'))['name']).toEqual({ familyName: 'Example' });
    });

    it('#154 sub-attributes of elements are taken or left out in each', async () => {
      expect((await shown('attributes=emails.value'))['emails']).toEqual([
        { value: 'a@example.com' },
        { value: 'b@example.com' },
      ]);
      expect((await shown('excludedAttributes=emails.type'))['emails']).toEqual([
        { value: 'a@example.com', primary: true },
        { value: 'b@example.com' },
      ]);
    });

    it('#155 URNs name an attribute or a whole extension', async () => {
      expect(keysOf(await shown(`attributes=${userSchema}:userName`))).toEqual(['id', 'schemas', 'userName']);
      expect((await shown(`attributes=${enterpriseSchema}`))[enterpriseSchema]).toEqual({
        department: 'R&D',
        division: 'East',
      });
      const one = await shown(`attributes=${enterpriseSchema}:department`);
      expect(one[enterpriseSchema]).toEqual({ department: 'R&D' });
      expect(await shown(`excludedAttributes=${enterpriseSchema}`)).not.toHaveProperty([enterpriseSchema]);
    });

    it('#156 any case, blanks around commas and a repeated parameter are taken', async () => {
      const expected = await shown('attributes=userName,title');
      expect(keysOf(expected)).toEqual(['id', 'schemas', 'title', 'userName']);
      expect(await shown('attributes=USERNAME,Title')).toEqual(expected);
      expect(await shown('attributes=userName%20,%20title')).toEqual(expected);
      expect(await shown('attributes=userName&attributes=title')).toEqual(expected);
    });

    it('#157 unknown names are ignored', async () => {
      expect(keysOf(await shown('attributes=nonsense'))).toEqual(['id', 'schemas']);
      expect(await shown('excludedAttributes=nonsense')).toEqual(await shown(''));
    });

    it('#158 both parameters together are refused', async () => {
      const answer = await send('GET', `/Users/${id}?attributes=userName&excludedAttributes=title`);
      expectError(answer, 400, 'invalidValue');
    });

    it('#158 (cfg) with bothProjections attributes-win the other is ignored', async () => {
      const own = await ground.directory({ bothProjections: 'attributes-win' });
      const created = await own.scim.request('POST', '/Users', userBody({ title: 'x' }));
      const path = `/Users/${idOf(created)}?attributes=title&excludedAttributes=title`;
      expect(keysOf((await own.scim.request('GET', path)).body)).toEqual(['id', 'schemas', 'title']);
    });

    it('#159 every answer with a resource can be projected', async () => {
      const expected = ['id', 'schemas', 'userName'];
      const query = '?attributes=userName';
      const created = await send('POST', `/Users${query}`, userBody({ title: 'x' }));
      const path = `/Users/${idOf(created)}`;
      const filter = `id eq "${idOf(created)}"`;
      const search = { schemas: [searchSchema], filter, attributes: ['userName'] };
      const bulk = await send('POST', `/Bulk${query}`, {
        schemas: [bulkSchema],
        Operations: [{ method: 'PUT', path: `${path}${query}`, data: userBody({ title: 'y' }) }],
      });
      const inBulk = (bulk.body['Operations'] as { status: string; response?: Record<string, unknown> }[])[0];
      expect(inBulk?.status).toBe('200');
      if (inBulk?.response) expect(keysOf(inBulk.response)).toEqual(expected);
      for (const body of [
        created.body,
        (await send('GET', path + query)).body,
        resourcesOf(await send('GET', filtered('/Users', filter, '&attributes=userName')))[0],
        resourcesOf(await send('POST', '/Users/.search', search))[0],
        (await send('PUT', path + query, userBody({ title: 'z' }))).body,
        (await send('PATCH', path + query, patchBody({ op: 'add', path: 'title', value: 'p' }))).body,
      ]) {
        expect(keysOf(body ?? {})).toEqual(expected);
      }
      const without = await send('PUT', `${path}?excludedAttributes=title`, userBody({ title: 'q' }));
      expect(without.body).not.toHaveProperty('title');
      expect((await send('GET', path)).body).toMatchObject({ title: 'q' });
    });

    it('#160 a PATCH with attributes is answered with a body even where 204 is the rule', async () => {
      const own = await ground.directory({ patchResponse: 'no-content' });
      const path = `/Users/${idOf(await own.scim.request('POST', '/Users', userBody()))}`;
      const patch = (title: string) => patchBody({ op: 'replace', path: 'title', value: title });
      expect((await own.scim.request('PATCH', path, patch('a'))).status).toBe(204);
      const asked = await own.scim.request('PATCH', `${path}?attributes=title`, patch('b'));
      expect(asked).toMatchObject({ status: 200, body: { title: 'b' } });
      expect(keysOf(asked.body)).toEqual(['id', 'schemas', 'title']);
    });

    it('#161 returned never, request and always are kept to', async () => {
      const created = await send('POST', '/Devices', deviceBody({ pin: '1234', hint: 'left', tag: 'T' }));
      expect(created.body).not.toHaveProperty('pin');
      expect(created.body).toMatchObject({ hint: 'left', tag: 'T' });
      const path = `/Devices/${idOf(created)}`;
      const read = await send('GET', path);
      expect(read.body).toMatchObject({ tag: 'T', label: 'Phone' });
      expect(read.body).not.toHaveProperty('hint');
      expect((await send('GET', `${path}?attributes=pin,hint`)).body).toEqual({
        schemas: [deviceSchema],
        id: idOf(created),
        hint: 'left',
        tag: 'T',
      });
      expect((await send('GET', `${path}?excludedAttributes=tag`)).body).toMatchObject({ tag: 'T' });
      const patched = await send('PATCH', path, patchBody({ op: 'replace', path: 'hint', value: 'right' }));
      expect(patched.body).toMatchObject({ hint: 'right' });
      const other = await send('PATCH', path, patchBody({ op: 'replace', path: 'label', value: 'Other' }));
      expect(other.body).not.toHaveProperty('hint');
    });

    it('#162 schemas lists what the resource has, however little is shown', async () => {
      const body = await shown('attributes=title');
      expect(body['schemas']).toEqual([userSchema, enterpriseSchema]);
      expect(body).not.toHaveProperty([enterpriseSchema]);
      const plain = await send('POST', '/Users', userBody());
      expect(plain.body['schemas']).toEqual([userSchema]);
      const asked = await send('GET', `/Users/${idOf(plain)}?attributes=${enterpriseSchema}`);
      expect(asked.body).toEqual({ schemas: [userSchema], id: idOf(plain) });
    });

    it('#163 a filter behind a name is read as the name', async () => {
      const query = `attributes=${encodeURIComponent('emails[type eq "work"]')}`;
      expect((await shown(query))['emails']).toHaveLength(2);
    });
  });
