import { client } from '../../../../../test/e2e/clients.js';
import { type Attribute, type Schema, undeclared } from '../declared.js';
import { addSchema, badgeDocument, badgeSchema, deviceBody, deviceSchema, directoryWithDevices } from '../device.js';
import type { Ground, ScimDirectory } from '../ground.js';
import {
  enterpriseSchema,
  expectError,
  groupBody,
  groupSchema,
  idOf,
  listSchema,
  patchBody,
  resourcesOf,
  unknownId,
  userBody,
  userSchema,
} from '../wire.js';

const configUrn = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const typeUrn = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const schemaUrn = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

type TypeDocument = {
  name: string;
  schema: string;
  schemaExtensions: { schema: string; required: boolean }[];
  meta: { location: string };
};

const named = (attributes: readonly Attribute[] | undefined, name: string): Attribute => {
  const found = attributes?.find((attribute) => attribute.name === name);
  if (!found) throw new Error(`There is no attribute ${name}`);
  return found;
};

export const discovery = (ground: Ground): void =>
  describe('A. Discovery', () => {
    let directory: ScimDirectory;
    let strict: ScimDirectory;
    const get = (path: string) => directory.scim.request('GET', path);
    const schemas = async () => resourcesOf(await get('/Schemas')) as unknown as Schema[];
    const types = async () => resourcesOf(await get('/ResourceTypes')) as unknown as TypeDocument[];
    const schema = async (id: string) => (await get(`/Schemas/${id}`)).body as unknown as Schema;

    beforeAll(async () => {
      directory = await ground.directory();
      strict = await ground.directory({
        discoveryFilter: 'ignore',
        unknownSchemaId: 'bad-request',
        groupDisplayNameUnique: false,
        patchSupported: false,
      });
    });

    it('#1 GET /ServiceProviderConfig is one object with exactly its own schema', async () => {
      const { status, body } = await get('/ServiceProviderConfig');
      expect(status).toBe(200);
      expect(body['schemas']).toEqual([configUrn]);
      expect(body).not.toHaveProperty('Resources');
    });

    it('#2 the configuration has every block with its numbers', async () => {
      const { body } = await get('/ServiceProviderConfig');
      expect(body).toMatchObject({
        patch: { supported: true },
        bulk: { supported: true, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
        filter: { supported: true, maxResults: expect.any(Number) },
        changePassword: { supported: false },
        sort: { supported: true },
        etag: { supported: true },
        authenticationSchemes: expect.any(Array),
      });
    });

    it('#3 every authentication scheme has a type, a name and a description', async () => {
      const { body } = await get('/ServiceProviderConfig');
      const schemes = body['authenticationSchemes'] as Record<string, unknown>[];
      expect(schemes.length).toBeGreaterThan(0);
      const text = expect.stringMatching(/\S/);
      for (const scheme of schemes) expect(scheme).toMatchObject({ type: text, name: text, description: text });
    });

    it('#4 the configuration’s meta has its type and an absolute location', async () => {
      const { body } = await get('/ServiceProviderConfig');
      expect(body['meta']).toMatchObject({
        resourceType: 'ServiceProviderConfig',
        location: `${directory.base}/ServiceProviderConfig`,
      });
    });

    it('#5 query parameters of lists do not matter to the configuration', async () => {
      const { status, body } = await get('/ServiceProviderConfig?sortBy=id&startIndex=999&filter=x');
      expect(status).toBe(200);
      expect(body['schemas']).toEqual([configUrn]);
    });

    it.each(['/Schemas', '/ResourceTypes'])('#6 a filter on %s is refused', async (path) => {
      expectError(await get(`${path}?filter=${encodeURIComponent('id pr')}`), 403);
    });

    it.each(['/Schemas', '/ResourceTypes'])('#6 (cfg) with discoveryFilter ignore %s lists all', async (path) => {
      const all = await strict.scim.request('GET', path);
      const answer = await strict.scim.request('GET', `${path}?filter=${encodeURIComponent('id eq "x"')}`);
      expect(answer).toMatchObject({ status: 200, body: { totalResults: all.body['totalResults'] } });
    });

    it('#7 GET /ResourceTypes lists them all, whatever paging is asked for', async () => {
      const { status, body } = await get('/ResourceTypes?startIndex=9&count=0');
      expect(status).toBe(200);
      expect(body['schemas']).toEqual([listSchema]);
      expect((body['Resources'] as TypeDocument[]).map(({ name }) => name)).toEqual(['User', 'Group']);
      expect(body['totalResults']).toBe(2);
    });

    it('#8 every resource type is complete, users first', async () => {
      const [user, group] = await types();
      expect(user).toMatchObject({
        schemas: [typeUrn],
        id: 'User',
        name: 'User',
        endpoint: '/Users',
        schema: userSchema,
        schemaExtensions: [{ schema: enterpriseSchema, required: false }],
        meta: { resourceType: 'ResourceType', location: `${directory.base}/ResourceTypes/User` },
      });
      expect(group).toMatchObject({ id: 'Group', endpoint: '/Groups', schema: groupSchema, schemaExtensions: [] });
    });

    it('#9 one resource type can be read; an unknown one is 404', async () => {
      const { status, body } = await get('/ResourceTypes/User');
      expect(status).toBe(200);
      expect(body).toEqual((await types())[0]);
      expectError(await get('/ResourceTypes/Nonsense'), 404);
    });

    it('#10 GET /Schemas lists the schemas of resources and those of discovery', async () => {
      const { status, body } = await get('/Schemas');
      expect(status).toBe(200);
      expect(body['schemas']).toEqual([listSchema]);
      const ids = (body['Resources'] as Schema[]).map(({ id }) => id);
      expect(ids).toEqual(
        expect.arrayContaining([userSchema, groupSchema, enterpriseSchema, configUrn, typeUrn, schemaUrn]),
      );
      expect(body['totalResults']).toBe(ids.length);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('#11 no message schema is listed', async () => {
      expect((await schemas()).filter(({ id }) => id.includes(':api:messages:'))).toEqual([]);
    });

    it('#12 every schema is complete', async () => {
      for (const one of await schemas()) {
        expect(one).toMatchObject({
          schemas: [schemaUrn],
          id: expect.stringMatching(/^urn:/),
          name: expect.stringMatching(/\S/),
          description: expect.stringMatching(/\S/),
          meta: { resourceType: 'Schema', location: `${directory.base}/Schemas/${one.id}` },
        });
        expect(one.attributes.length).toBeGreaterThan(0);
      }
    });

    it('#13 every attribute spells out its characteristics', async () => {
      const check = (attribute: Attribute, place: string): void => {
        const described = {
          place,
          ...attribute,
        };
        expect(described).toMatchObject({
          name: expect.stringMatching(/\S/),
          type: expect.stringMatching(/^(string|boolean|decimal|integer|dateTime|reference|binary|complex)$/),
          multiValued: expect.any(Boolean),
          description: expect.stringMatching(/\S/),
          required: expect.any(Boolean),
          mutability: expect.stringMatching(/^(readOnly|readWrite|immutable|writeOnly)$/),
          returned: expect.stringMatching(/^(always|never|default|request)$/),
          uniqueness: expect.stringMatching(/^(none|server|global)$/),
        });
        if (attribute.type === 'string') expect(described).toMatchObject({ caseExact: expect.any(Boolean) });
        if (attribute.type === 'reference') expect(attribute.referenceTypes?.length).toBeGreaterThan(0);
        if (attribute.type === 'complex') expect(attribute.subAttributes?.length).toBeGreaterThan(0);
        for (const sub of attribute.subAttributes ?? []) check(sub, `${place}.${sub.name}`);
      };
      for (const { id, attributes } of await schemas())
        for (const each of attributes) check(each, `${id}:${each.name}`);
    });

    it('#14 every schema a resource type names is listed', async () => {
      const ids = (await schemas()).map(({ id }) => id);
      for (const type of await types()) {
        expect(ids).toContain(type.schema);
        for (const extension of type.schemaExtensions) expect(ids).toContain(extension.schema);
      }
    });

    it('#15 each schema can be read by its URN, colons escaped or not', async () => {
      for (const listed of await schemas()) {
        expect(await get(`/Schemas/${listed.id}`)).toMatchObject({ status: 200, body: listed });
        expect(await get(`/Schemas/${encodeURIComponent(listed.id)}`)).toMatchObject({ status: 200, body: listed });
      }
    });

    it('#16 an unknown schema is 404', async () => {
      expectError(await get('/Schemas/urn:example:nothing'), 404);
      expectError(await get('/Schemas/nothing'), 404);
    });

    it('#16 (cfg) with unknownSchemaId bad-request it is 400', async () => {
      expectError(await strict.scim.request('GET', '/Schemas/urn:example:nothing'), 400);
    });

    it.each(['/ServiceProviderConfig', '/Schemas', '/ResourceTypes'])('#17 %s can only be read', async (path) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const answer = await directory.scim.request(method, path, method === 'DELETE' ? undefined : {});
        expectError(answer, 405);
        expect(answer.headers.get('allow')).toMatch(/\bGET\b/);
        expect(answer.headers.get('allow')).not.toMatch(/POST|PUT|PATCH|DELETE/);
      }
    });

    it('#18 userName is required, unique in the service and without regard to case', async () => {
      expect(named((await schema(userSchema)).attributes, 'userName')).toMatchObject({
        required: true,
        uniqueness: 'server',
        caseExact: false,
      });
    });

    it('#19 groups, password, emails, active and name are declared as what they are', async () => {
      const { attributes } = await schema(userSchema);
      expect(named(attributes, 'groups').mutability).toBe('readOnly');
      expect(named(attributes, 'password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
      expect(named(attributes, 'emails')).toMatchObject({ multiValued: true, type: 'complex' });
      expect(named(attributes, 'active').type).toBe('boolean');
      const name = named(attributes, 'name');
      expect(name.type).toBe('complex');
      named(name.subAttributes, 'familyName');
      named(name.subAttributes, 'givenName');
    });

    it('#20 a group’s displayName is required and its members’ sub-attributes are immutable', async () => {
      const { attributes } = await schema(groupSchema);
      expect(named(attributes, 'displayName')).toMatchObject({ required: true, uniqueness: 'server' });
      const { subAttributes } = named(attributes, 'members');
      for (const name of ['value', '$ref', 'type']) expect(named(subAttributes, name).mutability).toBe('immutable');
    });

    it('#20 (cfg) with groupDisplayNameUnique off no uniqueness is declared', async () => {
      const { body } = await strict.scim.request('GET', `/Schemas/${groupSchema}`);
      expect(named(body['attributes'] as Attribute[], 'displayName').uniqueness).toBe('none');
    });

    it('#21 the enterprise extension has all its attributes', async () => {
      const { attributes } = await schema(enterpriseSchema);
      for (const name of ['employeeNumber', 'costCenter', 'organization', 'division', 'department']) {
        expect(named(attributes, name).type).toBe('string');
      }
      const { subAttributes } = named(attributes, 'manager');
      named(subAttributes, 'value');
      named(subAttributes, '$ref');
      expect(named(subAttributes, 'displayName').mutability).toBe('readOnly');
    });

    it('#22 nothing is returned that no schema declares', async () => {
      const own = await directoryWithDevices(ground);
      await addSchema(ground, own, badgeDocument, [{ resourceType: 'User', required: false }]);
      const user = await own.scim.request(
        'POST',
        '/Users',
        userBody({
          nonsense: 1,
          name: { givenName: 'A', nonsense: 2 },
          emails: [{ value: 'a@example.com', nonsense: 3 }],
          roles: [{ value: 'x', primary: true }],
          [enterpriseSchema]: { department: 'D', nonsense: 4, manager: { value: unknownId, nonsense: 5 } },
          [badgeSchema]: { number: '1', nonsense: 6 },
        }),
      );
      const group = await own.scim.request('POST', '/Groups', groupBody({ members: [{ value: idOf(user), x: 1 }] }));
      const device = await own.scim.request(
        'POST',
        '/Devices',
        deviceBody({ nonsense: 7, ports: [{ value: 'a', x: 1 }] }),
      );
      const declared = resourcesOf(await own.scim.request('GET', '/Schemas')) as unknown as Schema[];
      for (const [answer, path] of [
        [user, `/Users/${idOf(user)}`],
        [group, `/Groups/${idOf(group)}`],
        [device, `/Devices/${idOf(device)}`],
      ] as const) {
        expect(answer.status).toBe(201);
        const { schemas: _, id: __, externalId: ___, meta: ____, ...rest } = answer.body;
        const urns = answer.body['schemas'] as string[];
        expect(undeclared(rest, urns, declared)).toEqual([]);
        const read = (await own.scim.request('GET', path)).body;
        expect(Object.keys(read['meta'] as object).sort()).toEqual([
          'created',
          'lastModified',
          'location',
          'resourceType',
          'version',
        ]);
        const { schemas: ______, id: _______, externalId: ________, meta: _________, ...shown } = read;
        expect(undeclared(shown, urns, declared)).toEqual([]);
      }
      expect(device.body['schemas']).toEqual([deviceSchema]);
    });

    it('#23 an address with nothing behind it is 404 with an Error body', async () => {
      for (const path of [`/${unknownId}`, '/Nonsense', '/Users/a/b', '/Schemas/a/b', '/%20']) {
        expectError(await get(path), 404);
      }
    });

    it('#24 what is advertised works', async () => {
      const { body } = await get('/ServiceProviderConfig');
      const created = await directory.scim.request('POST', '/Users', userBody());
      const patched = await directory.scim.request(
        'PATCH',
        `/Users/${idOf(created)}`,
        patchBody({ op: 'add', path: 'title', value: 'x' }),
      );
      expect((body['patch'] as { supported: boolean }).supported).toBe(patched.status === 200);
      expect((body['etag'] as { supported: boolean }).supported).toBe(patched.headers.has('etag'));
      const sorted = await get('/Users?sortBy=userName&filter=userName%20pr');
      expect((body['sort'] as { supported: boolean }).supported).toBe(sorted.status === 200);
    });

    it('#24 (cfg) with patchSupported off it is not advertised, and PATCH is 501', async () => {
      const { body } = await strict.scim.request('GET', '/ServiceProviderConfig');
      expect(body['patch']).toEqual({ supported: false });
      const created = await strict.scim.request('POST', '/Users', userBody());
      const path = `/Users/${idOf(created)}`;
      const patch = patchBody({ op: 'add', path: 'title', value: 'x' });
      expectError(await strict.scim.request('PATCH', path, patch), 501);
      expect((await strict.scim.request('GET', path)).body).toEqual(created.body);
    });

    it('#25 the configuration can be read without credentials', async () => {
      const answer = await fetch(`${directory.base}/ServiceProviderConfig`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ schemas: [configUrn] });
    });

    it('#25 (cfg) with serviceProviderConfigPublic off it cannot', async () => {
      // The neutral address serves all directories; the provider's own serves only those of that provider.
      const closed = await ground.directory({ serviceProviderConfigPublic: false }, 'google');
      const base = `${ground.origin()}/provisioning/google/v2`;
      const refused = await fetch(`${base}/ServiceProviderConfig`);
      expect(refused.status).toBe(401);
      const scim = client(base, closed.token, 'application/scim+json');
      expect((await scim.request('GET', '/ServiceProviderConfig')).status).toBe(200);
    });

    it('#26 cursor paging is declared', async () => {
      const { body } = await get('/ServiceProviderConfig');
      expect(body['pagination']).toMatchObject({
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: expect.any(Number),
        maxPageSize: expect.any(Number),
        cursorTimeout: expect.any(Number),
      });
    });

    it('#26 (cfg) with cursorPagingAdvertised off the configuration has nothing that RFC 7643 does not know', async () => {
      const old = await ground.directory({ cursorPagingAdvertised: false });
      const { body } = await old.scim.request('GET', '/ServiceProviderConfig');
      expect(body).toMatchObject({ filter: { supported: true } });
      expect(body).not.toHaveProperty('pagination');
    });
  });
