import {
  addDevices,
  addSchema,
  badgeDocument,
  badgeSchema,
  deviceBody,
  deviceDocument,
  deviceSchema,
  deviceType,
  directoryWithDevices,
} from '../device.js';
import type { Ground, ScimDirectory } from '../ground.js';
import {
  bulkSchema,
  enterpriseSchema,
  expectError,
  filtered,
  groupBody,
  idOf,
  metaOf,
  newName,
  patchBody,
  resourcesOf,
  searchSchema,
  unknownId,
  userBody,
  userSchema,
} from '../wire.js';

const urnsOf = (body: Record<string, unknown>): unknown => body['schemas'];

export const ownSchemas = (ground: Ground): void =>
  describe('N. Enterprise extension and custom schemas', () => {
    let directory: ScimDirectory;
    const send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      directory.scim.request(method, path, body, headers);
    const get = (path: string) => send('GET', path);
    const addDevice = async (changes: Record<string, unknown> = {}) => {
      const created = await send('POST', '/Devices', deviceBody(changes));
      expect({ status: created.status, detail: created.body['detail'] }).toEqual({ status: 201 });
      return created;
    };
    const admin = (method: string, path: string, body?: unknown, on = directory) =>
      ground.admin().request(method, `/directories/${on.id}${path}`, body);

    beforeAll(async () => {
      directory = await directoryWithDevices(ground);
    });

    it('#255 the extension’s URN is listed whenever it has data, also when it was left out', async () => {
      const created = await send('POST', '/Users', userBody({ [enterpriseSchema]: { department: 'D' } }));
      expect(urnsOf(created.body)).toEqual([userSchema, enterpriseSchema]);
      const without = await send('POST', '/Users', userBody({ schemas: [userSchema, enterpriseSchema] }));
      expect(urnsOf(without.body)).toEqual([userSchema]);
      const cleared = await send('PUT', `/Users/${idOf(created)}`, userBody());
      expect(urnsOf(cleared.body)).toEqual([userSchema]);
    });

    it('#255 (cfg) with extensionWithoutUrn reject data without its URN is refused', async () => {
      const own = await ground.directory({ extensionWithoutUrn: 'reject' });
      const data = { [enterpriseSchema]: { department: 'D' } };
      expectError(await own.scim.request('POST', '/Users', userBody(data)), 400, 'invalidSyntax', 'invalidValue');
      const named = userBody({ ...data, schemas: [userSchema, enterpriseSchema] });
      expect((await own.scim.request('POST', '/Users', named)).status).toBe(201);
    });

    it('#256 extension attributes are taken and shown under their URN only', async () => {
      const created = await send(
        'POST',
        '/Users',
        userBody({ department: 'at the top', [enterpriseSchema]: { department: 'D' } }),
      );
      expect(created.body).not.toHaveProperty('department');
      expect(created.body[enterpriseSchema]).toEqual({ department: 'D' });
      const bare = await send('POST', '/Users', userBody({ department: 'at the top' }));
      expect(bare.body).not.toHaveProperty('department');
      expect(bare.body).not.toHaveProperty([enterpriseSchema]);
    });

    it('#257 a manager need not exist yet, gets a $ref, and its displayName cannot be written', async () => {
      const manager = { value: unknownId, displayName: 'made up' };
      const created = await send('POST', '/Users', userBody({ [enterpriseSchema]: { manager } }));
      expect(created.body[enterpriseSchema]).toEqual({
        manager: { value: unknownId, $ref: `${directory.base}/Users/${unknownId}` },
      });
    });

    it('#257 (cfg) with managerMustExist an unknown manager is refused', async () => {
      const own = await ground.directory({ managerMustExist: true });
      const managed = (value: string) => userBody({ [enterpriseSchema]: { manager: { value } } });
      expectError(await own.scim.request('POST', '/Users', managed(unknownId)), 400, 'invalidValue');
      const boss = idOf(await own.scim.request('POST', '/Users', userBody()));
      expect((await own.scim.request('POST', '/Users', managed(boss))).status).toBe(201);
    });

    it('#258 a required extension must be there', async () => {
      const own = await ground.directory();
      await addSchema(ground, own, badgeDocument, [{ resourceType: 'User', required: true }]);
      expectError(await own.scim.request('POST', '/Users', userBody()), 400, 'invalidValue');
      expectError(
        await own.scim.request('POST', '/Users', userBody({ [badgeSchema]: { colour: 'red' } })),
        400,
        'invalidValue',
      );
      const created = await own.scim.request('POST', '/Users', userBody({ [badgeSchema]: { number: '7' } }));
      expect(created).toMatchObject({ status: 201, body: { [badgeSchema]: { number: '7' } } });
      const path = `/Users/${idOf(created)}`;
      expectError(await own.scim.request('PUT', path, userBody()), 400, 'invalidValue');
      expectError(
        await own.scim.request('PATCH', path, patchBody({ op: 'remove', path: `${badgeSchema}:number` })),
        400,
        'mutability',
        'invalidValue',
      );
      const types = resourcesOf(await own.scim.request('GET', '/ResourceTypes'));
      expect(types[0]?.['schemaExtensions']).toEqual([
        { schema: enterpriseSchema, required: false },
        { schema: badgeSchema, required: true },
      ]);
    });

    it('#258 what an extension requires is required of those who have it', async () => {
      const own = await ground.directory();
      await addSchema(ground, own, badgeDocument, [{ resourceType: 'User', required: false }]);
      const path = `/Users/${idOf(await own.scim.request('POST', '/Users', userBody()))}`;
      const patch = (operation: object) => own.scim.request('PATCH', path, patchBody(operation));
      expectError(await patch({ op: 'add', path: `${badgeSchema}:colour`, value: 'red' }), 400, 'invalidValue');
      expect((await patch({ op: 'add', path: badgeSchema, value: { number: '5', colour: 'red' } })).status).toBe(200);
      expectError(await patch({ op: 'remove', path: `${badgeSchema}:number` }), 400, 'mutability');
      const without = await patch({ op: 'remove', path: badgeSchema });
      expect(without.body).not.toHaveProperty([badgeSchema]);
      expect(without.body['schemas']).toEqual([userSchema]);
    });

    it('#259 a custom type is discovered', async () => {
      const names = resourcesOf(await get('/ResourceTypes')).map(({ name }) => name);
      expect(names).toEqual(['User', 'Group', 'Device']);
      expect((await get('/ResourceTypes/Device')).body).toMatchObject({
        endpoint: '/Devices',
        schema: deviceSchema,
        schemaExtensions: [],
      });
      const { status, body } = await get(`/Schemas/${deviceSchema}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: deviceSchema, name: 'Device' });
      expect((body['attributes'] as { name: string }[]).map(({ name }) => name)).toEqual(
        deviceDocument.attributes.map(({ name }) => name),
      );
    });

    it('#259 resources of a custom type are created, read, replaced, patched and deleted', async () => {
      const created = await addDevice({ codes: ['a'], externalId: 'x' });
      const path = `/Devices/${idOf(created)}`;
      expect(created.body).toEqual({
        schemas: [deviceSchema],
        id: idOf(created),
        externalId: 'x',
        label: 'Phone',
        codes: ['a'],
        meta: {
          resourceType: 'Device',
          created: expect.any(String),
          lastModified: metaOf(created)['created'],
          location: `${directory.base}${path}`,
          version: created.headers.get('etag'),
        },
      });
      expect(created.headers.get('location')).toBe(`${directory.base}${path}`);
      expect((await get(path)).body).toEqual(created.body);
      const replaced = await send('PUT', path, deviceBody({ label: 'Laptop' }));
      expect(replaced).toMatchObject({ status: 200, body: { label: 'Laptop' } });
      expect(replaced.body).not.toHaveProperty('codes');
      const patched = await send(
        'PATCH',
        path,
        patchBody(
          { op: 'add', path: 'ports', value: [{ value: 'usb', type: 'C', number: 2 }] },
          { op: 'replace', path: 'ports[value eq "usb"].number', value: 3 },
          { op: 'add', value: { [`${deviceSchema}:weight`]: 1.5 } },
        ),
      );
      expect(patched).toMatchObject({
        status: 200,
        body: { ports: [{ value: 'usb', type: 'C', number: 3 }], weight: 1.5 },
      });
      expectError(await send('PATCH', path, patchBody({ op: 'add', path: 'nonsense', value: 1 })), 400, 'invalidPath');
      expectError(await send('PUT', path, deviceBody(), { 'if-match': 'W/"999"' }), 412);
      expect((await send('GET', path, undefined, { 'if-none-match': patched.headers.get('etag') ?? '' })).status).toBe(
        304,
      );
      expect((await send('DELETE', path)).status).toBe(204);
      expectError(await get(path), 404);
    });

    it('#259 resources of a custom type are found, sorted, paged and searched', async () => {
      const own = await directoryWithDevices(ground);
      const add = (label: string, slots: number) => own.scim.request('POST', '/Devices', deviceBody({ label, slots }));
      for (const [label, slots] of [
        ['c', 3],
        ['a', 1],
        ['b', 2],
      ] as const)
        await add(label, slots);
      await own.scim.request('POST', '/Users', userBody());
      const labels = (answer: Parameters<typeof resourcesOf>[0]) => resourcesOf(answer).map(({ label }) => label);
      const listed = await own.scim.request('GET', '/Devices?sortBy=slots&startIndex=2&count=1&attributes=label');
      expect(listed.body).toMatchObject({ totalResults: 3, itemsPerPage: 1, startIndex: 2 });
      expect(labels(listed)).toEqual(['b']);
      expect(
        labels(await own.scim.request('GET', filtered('/Devices', `${deviceSchema}:slots ge 2`, '&sortBy=label'))),
      ).toEqual(['b', 'c']);
      const search = { schemas: [searchSchema], filter: 'label eq "A"' };
      expect(labels(await own.scim.request('POST', '/Devices/.search', search))).toEqual(['a']);
      const root = await own.scim.request('GET', filtered('/', 'meta.resourceType eq "Device"'));
      expect(root.body['totalResults']).toBe(3);
    });

    it('#259 resources of a custom type go through a bulk', async () => {
      const answer = await send('POST', '/Bulk', {
        schemas: [bulkSchema],
        Operations: [
          { method: 'POST', path: '/Devices', bulkId: 'd', data: deviceBody() },
          { method: 'PATCH', path: '/Devices/bulkId:d', data: patchBody({ op: 'add', path: 'kind', value: 'phone' }) },
        ],
      });
      const operations = answer.body['Operations'] as { status: string; location?: string }[];
      expect(operations.map(({ status }) => status)).toEqual(['201', '200']);
      const path = operations[0]?.location?.slice(directory.base.length) ?? '';
      expect((await get(path)).body).toMatchObject({ kind: 'phone' });
    });

    it('#259 a resource type goes only when it has no resources', async () => {
      const own = await directoryWithDevices(ground);
      const device = await own.scim.request('POST', '/Devices', deviceBody());
      const refused = await admin('DELETE', '/resource-types/Device', undefined, own);
      expect(refused.status).toBe(409);
      await own.scim.request('DELETE', `/Devices/${idOf(device)}`);
      expect((await admin('DELETE', '/resource-types/Device', undefined, own)).status).toBe(204);
      expectError(await own.scim.request('GET', '/Devices'), 404);
      expect((await admin('DELETE', `/schemas/${deviceSchema}`, undefined, own)).status).toBe(204);
      expectError(await own.scim.request('GET', `/Schemas/${deviceSchema}`), 404);
    });

    it('#259 a change of a schema is refused when existing data would not fit', async () => {
      const own = await directoryWithDevices(ground);
      const change = async (attributes: readonly object[]) =>
        (
          await admin(
            'PUT',
            `/schemas/${deviceSchema}`,
            { document: { ...deviceDocument, attributes }, extends: [] },
            own,
          )
        ).status;
      const { attributes } = deviceDocument;
      const without = (name: string) => attributes.filter((attribute) => attribute.name !== name);
      await own.scim.request('POST', '/Devices', deviceBody({ weight: 2, kind: 'phone' }));
      expect(await change(without('weight'))).toBe(409);
      expect(await change([...without('weight'), { name: 'weight' }])).toBe(409);
      expect(await change([...attributes, { name: 'owner', required: true }])).toBe(409);
      expect(await change([...without('kind'), { name: 'kind', multiValued: true }])).toBe(409);
      expect(await change([...without('kind'), { name: 'kind', uniqueness: 'server' }])).toBe(409);
      expect(await change(without('slots'))).toBe(200);
      expect(await change([...without('slots'), { name: 'owner' }])).toBe(200);
      const read = await admin('GET', '/schemas', undefined, own);
      expect(read.body['schemas']).toMatchObject([{ id: deviceSchema, revision: 3 }]);
    });

    it('#259 an extension that holds data can neither go nor become required where it is absent', async () => {
      const own = await ground.directory();
      const extend = async (owners: readonly object[]) =>
        (await admin('PUT', `/schemas/${badgeSchema}`, { document: badgeDocument, extends: owners }, own)).status;
      expect(await extend([{ resourceType: 'User', required: false }])).toBe(200);
      const user = await own.scim.request('POST', '/Users', userBody({ [badgeSchema]: { number: '1' } }));
      expect(await extend([{ resourceType: 'User', required: true }])).toBe(200);
      expect(await extend([{ resourceType: 'User', required: false }])).toBe(200);
      await own.scim.request('POST', '/Users', userBody());
      expect(await extend([{ resourceType: 'User', required: true }])).toBe(409);
      expect(await extend([])).toBe(409);
      expect((await admin('DELETE', `/schemas/${badgeSchema}`, undefined, own)).status).toBe(409);
      await own.scim.request('DELETE', `/Users/${idOf(user)}`);
      expect((await admin('DELETE', `/schemas/${badgeSchema}`, undefined, own)).status).toBe(204);
    });

    it('#259 an unusable schema or resource type is refused with what is wrong', async () => {
      const own = await ground.directory();
      const bad = await admin(
        'PUT',
        '/schemas/urn:example:bad',
        { document: { id: 'urn:example:bad', attributes: [{ name: '1x', type: 'float' }] }, extends: [] },
        own,
      );
      expect(bad).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/1x/) } });
      const core = { document: { ...deviceDocument, id: userSchema }, extends: [] };
      expect((await admin('PUT', `/schemas/${userSchema}`, core, own)).status).toBe(400);
      const other = { document: { ...deviceDocument, id: 'urn:example:other' }, extends: [] };
      expect((await admin('PUT', '/schemas/urn:example:this', other, own)).status).toBe(400);
      const orphan = { document: deviceType };
      expect((await admin('PUT', '/resource-types/Device', orphan, own)).status).toBe(400);
      await addDevices(ground, own);
      const taken = { document: { ...deviceType, name: 'Other', endpoint: '/Users' } };
      expect((await admin('PUT', '/resource-types/Other', taken, own)).status).toBe(400);
      const extended = {
        document: { ...deviceType, schemaExtensions: [{ schema: enterpriseSchema, required: false }] },
      };
      const refused = await admin('PUT', `/resource-types/${deviceType.name}`, extended, own);
      expect(refused).toMatchObject({ status: 400, body: { detail: expect.stringContaining('extends') } });
    });

    it.each([
      ['slots', 1.5],
      ['slots', '1'],
      ['slots', true],
      ['weight', 'heavy'],
      ['retired', 'perhaps'],
      ['retired', 1],
      ['bought', '2026-03-01'],
      ['bought', '2026-03-01T10:00Z'],
      ['bought', '2026-02-30T10:00:00'],
      ['bought', 1_772_359_200],
      ['key', 'not base64!'],
      ['manual', 'not a uri'],
      ['label', 5],
      ['codes', 'one'],
      ['codes', [1]],
      ['ports', [{ number: 'two' }]],
      ['ports', 'usb'],
    ])('#260 %s cannot be %j', async (name, value) => {
      const answer = await send('POST', '/Devices', deviceBody({ [name]: value }));
      expectError(answer, 400, 'invalidValue');
      expect(answer.body['detail']).toContain(name);
    });

    it('#260 values of every type are kept as sent', async () => {
      const values = {
        slots: 5,
        weight: 1.25,
        retired: false,
        bought: '2026-03-01T10:00:00.123+02:00',
        key: 'AAEC/w==',
        manual: 'https://example.com/a?b#c',
      };
      expect((await addDevice(values)).body).toMatchObject(values);
    });

    it('#260 (cfg) booleanStrings decides whether "True" is a boolean', async () => {
      expect((await addDevice({ retired: 'True' })).body).toMatchObject({ retired: true });
      const own = await directoryWithDevices(ground, { booleanStrings: 'reject' });
      expectError(await own.scim.request('POST', '/Devices', deviceBody({ retired: 'True' })), 400, 'invalidValue');
    });

    it('#261 canonical values are suggestions', async () => {
      expect((await addDevice({ kind: 'fridge' })).body).toMatchObject({ kind: 'fridge' });
      const emails = [{ value: 'a@example.com', type: 'weekend' }];
      expect((await send('POST', '/Users', userBody({ emails }))).body).toMatchObject({ emails });
    });

    it('#261 (cfg) with canonicalValues enforce others are refused', async () => {
      const own = await directoryWithDevices(ground, { canonicalValues: 'enforce' });
      expectError(await own.scim.request('POST', '/Devices', deviceBody({ kind: 'fridge' })), 400, 'invalidValue');
      expect((await own.scim.request('POST', '/Devices', deviceBody({ kind: 'Phone' }))).status).toBe(201);
    });

    it('#262 what is unique in the service is so in every type', async () => {
      const first = await addDevice({ serial: 'S1', asset: 'A1' });
      expectError(await send('POST', '/Devices', deviceBody({ serial: 'S1' })), 409, 'uniqueness');
      expectError(await send('POST', '/Devices', deviceBody({ asset: 'a1' })), 409, 'uniqueness');
      const other = await addDevice({ serial: 's1' });
      const path = `/Devices/${idOf(other)}`;
      expectError(await send('PUT', path, deviceBody({ serial: 'S1' })), 409, 'uniqueness');
      expectError(await send('PATCH', path, patchBody({ op: 'add', path: 'asset', value: 'A1' })), 409, 'uniqueness');
      await send('DELETE', `/Devices/${idOf(first)}`);
      expect((await send('PUT', path, deviceBody({ serial: 'S1', asset: 'A1' }))).status).toBe(200);
      const groupName = newName('group');
      await send('POST', '/Groups', groupBody({ displayName: groupName }));
      expectError(await send('POST', '/Groups', groupBody({ displayName: groupName })), 409, 'uniqueness');
    });

    it('#262 what is unique in an extension is so too', async () => {
      const own = await ground.directory();
      await addSchema(ground, own, badgeDocument, [{ resourceType: 'User', required: false }]);
      const badged = () => userBody({ [badgeSchema]: { number: 'N-1' } });
      expect((await own.scim.request('POST', '/Users', badged())).status).toBe(201);
      expectError(await own.scim.request('POST', '/Users', badged()), 409, 'uniqueness');
    });
  });
