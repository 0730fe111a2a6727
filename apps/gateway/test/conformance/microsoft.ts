import { callsOn } from './calls.js';
import type { Ground, ScimDirectory } from './ground.js';
import { enterpriseSchema, expectError, groupBody, idOf, newName, resourcesOf, userBody } from './wire.js';

const manager = `${enterpriseSchema}:manager`;

/** A user with every attribute Microsoft's provisioning maps by default. */
const mapped = (changes: Record<string, unknown> = {}) =>
  userBody({
    externalId: newName('ext'),
    displayName: 'Ada Example',
    active: true,
    title: 'Engineer',
    preferredLanguage: 'en-US',
    name: { givenName: 'Ada', familyName: 'Example', formatted: 'Ada Example' },
    emails: [{ primary: true, type: 'work', value: newName('work') }],
    phoneNumbers: [
      { type: 'work', value: '+1 555 0100' },
      { type: 'mobile', value: '+1 555 0101' },
    ],
    addresses: [{ type: 'work', locality: 'Ghent', postalCode: '9000', country: 'BE' }],
    roles: [{ primary: 'True', display: 'Admin', value: 'admin', type: 'WindowsAzureActiveDirectoryRole' }],
    [enterpriseSchema]: { employeeNumber: '17', department: 'R&D', costCenter: '9', division: 'D', organization: 'O' },
    ...changes,
  });

/** What Microsoft's validator for SCIM endpoints and its Logic App check, in their order and with their payloads. */
export const microsoft = (ground: Ground): void =>
  describe('Microsoft Entra: the validator', () => {
    let directory: ScimDirectory;
    const { send, get, find, patchUser, patchGroup } = callsOn(() => directory);
    const create = async (changes: Record<string, unknown> = {}) => {
      const created = await send('POST', '/Users', mapped(changes));
      expect({ status: created.status, detail: created.body['detail'] }).toEqual({ status: 201, detail: undefined });
      return created;
    };
    const createGroup = async (changes: Record<string, unknown> = {}) => {
      const created = await send('POST', '/Groups', groupBody({ externalId: newName('ext'), ...changes }));
      expect(created.status).toBe(201);
      return created;
    };
    const userAfter = async (id: string, ...operations: unknown[]) => {
      const patched = await patchUser(id, ...operations);
      expect([200, 204]).toContain(patched.status);
      return (await get(`/Users/${id}`)).body;
    };
    const groupAfter = async (id: string, ...operations: unknown[]) => {
      const patched = await patchGroup(id, ...operations);
      expect([200, 204]).toContain(patched.status);
      return (await get(`/Groups/${id}`)).body;
    };
    const memberIds = (body: Record<string, unknown>) =>
      ((body['members'] as { value: string }[] | undefined) ?? []).map(({ value }) => value);

    beforeAll(async () => {
      directory = await ground.directory(undefined, 'entra');
    });

    it('an empty directory answers the connection test with empty lists', async () => {
      for (const path of ['/Users', '/Groups']) {
        const found = await find(path, `${path === '/Users' ? 'userName' : 'displayName'} eq "${newName('none')}"`);
        expect(found).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } });
      }
    });

    it('creates a user with everything that is mapped, and refuses it a second time', async () => {
      const body = mapped();
      const created = await send('POST', '/Users', body);
      const { schemas: _, ...attributes } = body;
      const roles = [{ primary: true, display: 'Admin', value: 'admin', type: 'WindowsAzureActiveDirectoryRole' }];
      expect(created).toMatchObject({ status: 201, body: { ...attributes, roles } });
      expectError(await send('POST', '/Users', body), 409, 'uniqueness');
    });

    it('finds a user by userName in any case, by externalId and by work address', async () => {
      const created = await create();
      const { userName, externalId, emails } = created.body as Record<string, string> & { emails: { value: string }[] };
      for (const filter of [
        `userName eq "${userName}"`,
        `userName eq "${String(userName).toUpperCase()}"`,
        `externalId eq "${externalId}"`,
        `emails[type eq "work"].value eq "${emails[0]?.value}"`,
        `userName eq "${userName}" and externalId eq "${externalId}"`,
      ]) {
        expect(resourcesOf(await find('/Users', filter)).map(({ id }) => id)).toEqual([idOf(created)]);
      }
      expect((await find('/Users', `userName eq "${newName('none')}"`)).body['totalResults']).toBe(0);
    });

    it('replaces several attributes in one request, one operation each', async () => {
      const id = idOf(await create());
      const userName = newName();
      const after = await userAfter(
        id,
        { op: 'Replace', path: 'userName', value: userName },
        { op: 'Replace', path: 'displayName', value: 'Ada E.' },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'ada.e@example.com' },
        { op: 'Replace', path: 'name.givenName', value: 'Augusta' },
        { op: 'Replace', path: 'addresses[type eq "work"].locality', value: 'Bruges' },
        { op: 'Replace', path: `${enterpriseSchema}:department`, value: 'Ops' },
      );
      expect(after).toMatchObject({
        userName,
        displayName: 'Ada E.',
        emails: [{ type: 'work', value: 'ada.e@example.com', primary: true }],
        name: { givenName: 'Augusta', familyName: 'Example' },
        addresses: [{ type: 'work', locality: 'Bruges', country: 'BE' }],
        [enterpriseSchema]: { department: 'Ops', employeeNumber: '17' },
      });
    });

    it('replaces the same attribute several times in one request: the last one counts', async () => {
      const after = await userAfter(
        idOf(await create()),
        { op: 'Replace', path: 'displayName', value: 'One' },
        { op: 'Replace', path: 'displayName', value: 'Two' },
        { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '1' },
        { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '2' },
      );
      expect(after).toMatchObject({ displayName: 'Two' });
      expect(after['phoneNumbers']).toContainEqual({ type: 'mobile', value: '2' });
    });

    it('adds attributes by dotted and URN names in a value without a path', async () => {
      const created = await send('POST', '/Users', userBody());
      const after = await userAfter(idOf(created), {
        op: 'Add',
        value: {
          displayName: 'Ada',
          'name.givenName': 'Ada',
          'name.familyName': 'Example',
          'emails[type eq "work"].value': 'a@example.com',
          [`${enterpriseSchema}:employeeNumber`]: '17',
        },
      });
      expect(after).toMatchObject({
        displayName: 'Ada',
        name: { givenName: 'Ada', familyName: 'Example' },
        emails: [{ type: 'work', value: 'a@example.com' }],
        [enterpriseSchema]: { employeeNumber: '17' },
      });
    });

    it.each(['Add', 'Replace'])('%s reaches elements that are not there yet', async (op) => {
      const created = await send('POST', '/Users', userBody());
      const after = await userAfter(
        idOf(created),
        { op, path: 'addresses[type eq "work"].formatted', value: '1 Main St' },
        { op, path: 'addresses[type eq "work"].country', value: 'BE' },
        { op, path: 'phoneNumbers[type eq "fax"].value', value: '1' },
        { op, path: 'roles[primary eq "True"].value', value: 'reader' },
      );
      expect(after).toMatchObject({
        addresses: [{ type: 'work', formatted: '1 Main St', country: 'BE' }],
        phoneNumbers: [{ type: 'fax', value: '1' }],
        roles: [{ primary: true, value: 'reader' }],
      });
    });

    it('disables a user, who is then still found, inactive', async () => {
      const created = await create();
      for (const value of ['False', false]) {
        const after = await userAfter(idOf(created), { op: 'Replace', path: 'active', value });
        expect(after['active']).toBe(false);
      }
      const found = await find('/Users', `userName eq "${created.body['userName']}"`);
      expect(resourcesOf(found)).toMatchObject([{ id: idOf(created), active: false }]);
    });

    it('adds, replaces and removes a manager', async () => {
      const [boss, other, id] = [idOf(await create()), idOf(await create()), idOf(await create())];
      const managerOf = (body: Record<string, unknown>) =>
        (body[enterpriseSchema] as { manager?: { value: string } }).manager?.value;
      expect(managerOf(await userAfter(id, { op: 'Add', path: manager, value: boss }))).toBe(boss);
      expect(managerOf(await userAfter(id, { op: 'Replace', path: manager, value: other }))).toBe(other);
      expect(managerOf(await userAfter(id, { op: 'Replace', path: manager, value: '' }))).toBeUndefined();
      expect(managerOf(await userAfter(id, { op: 'Add', path: manager, value: { value: boss } }))).toBe(boss);
      expect(managerOf(await userAfter(id, { op: 'Remove', path: manager }))).toBeUndefined();
    });

    it.each(['/Users', '/Groups'])('deletes from %s once; a second time, or somebody unknown, is 404', async (path) => {
      const id = idOf(path === '/Users' ? await create() : await createGroup());
      expect((await send('DELETE', `${path}/${id}`)).status).toBe(204);
      expectError(await get(`${path}/${id}`), 404);
      expectError(await send('DELETE', `${path}/${id}`), 404);
      expectError(await send('DELETE', `${path}/00000000-0000-4000-8000-000000000000`), 404);
    });

    it('creates a group with a schema of Microsoft’s own, and refuses it a second time', async () => {
      const body = groupBody({
        schemas: [
          ...(groupBody()['schemas'] as string[]),
          'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
        ],
        externalId: newName('ext'),
        meta: { resourceType: 'Group' },
      });
      expect(await send('POST', '/Groups', body)).toMatchObject({
        status: 201,
        body: { displayName: body['displayName'] },
      });
      expectError(await send('POST', '/Groups', body), 409, 'uniqueness');
    });

    it('reads and finds groups without their members', async () => {
      const created = await createGroup({ members: [{ value: idOf(await create()) }] });
      const name = String(created.body['displayName']);
      const read = await get(`/Groups/${idOf(created)}?excludedAttributes=members`);
      expect(read).toMatchObject({ status: 200, body: { displayName: name } });
      expect(read.body).not.toHaveProperty('members');
      for (const filter of [
        `displayName eq "${name}"`,
        `displayName eq "${name.toUpperCase()}"`,
        `externalId eq "${created.body['externalId']}"`,
      ]) {
        const found = await get(`/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`);
        expect(resourcesOf(found).map(({ id }) => id)).toEqual([idOf(created)]);
        expect(resourcesOf(found)[0]).not.toHaveProperty('members');
        expect(resourcesOf(await find('/Groups', filter))[0]).toHaveProperty('members');
      }
      expect((await find('/Groups', `displayName eq "${newName('none')}"`)).body['totalResults']).toBe(0);
    });

    it('changes displayName and externalId of a group', async () => {
      const id = idOf(await createGroup());
      const displayName = newName('renamed');
      const after = await groupAfter(
        id,
        { op: 'Replace', path: 'displayName', value: displayName },
        { op: 'Replace', path: 'externalId', value: 'e-17' },
      );
      expect(after).toMatchObject({ displayName, externalId: 'e-17' });
    });

    it('adds and removes members, with and without a null $ref, also in one request', async () => {
      const [one, other] = [idOf(await create()), idOf(await create())];
      const id = idOf(await createGroup());
      const member = (value: string) => [{ $ref: null, value }];
      expect(memberIds(await groupAfter(id, { op: 'Add', path: 'members', value: member(one) }))).toEqual([one]);
      const removed = await groupAfter(id, { op: 'Remove', path: 'members', value: member(one) });
      expect(memberIds(removed)).toEqual([]);
      const both = await groupAfter(
        id,
        { op: 'Add', path: 'members', value: member(one) },
        { op: 'Add', path: 'members', value: member(other) },
        { op: 'Remove', path: 'members', value: member(one) },
      );
      expect(memberIds(both)).toEqual([other]);
      expect(memberIds(await groupAfter(id, { op: 'Remove', path: `members[value eq "${other}"]` }))).toEqual([]);
    });

    it('answers a PATCH with 204, and with the resource where attributes are asked for', async () => {
      const id = idOf(await create());
      const operation = { op: 'Replace', path: 'title', value: 'x' };
      expect(await patchUser(id, operation)).toMatchObject({ status: 204, body: {} });
      const asked = await send('PATCH', `/Users/${id}?attributes=title`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [operation],
      });
      expect(asked).toMatchObject({ status: 200, body: { title: 'x' } });
    });

    it.each(['', null])('Logic App: %j leaves optional attributes absent', async (value) => {
      const id = idOf(await create());
      const names = ['title', 'displayName', 'preferredLanguage', 'externalId'];
      const after = await userAfter(
        id,
        ...names.map((path) => ({ op: 'Replace', path, value })),
        { op: 'Replace', path: 'name.formatted', value },
        { op: 'Replace', path: 'phoneNumbers[type eq "work"].value', value },
        { op: 'Replace', path: `${enterpriseSchema}:department`, value },
      );
      for (const name of names) expect(after).not.toHaveProperty(name);
      expect(after['name']).toEqual({ givenName: 'Ada', familyName: 'Example' });
      expect(after['phoneNumbers']).toEqual([{ type: 'mobile', value: '+1 555 0101' }]);
      expect(after[enterpriseSchema]).not.toHaveProperty('department');
    });

    it('Logic App: every single-valued attribute that is mapped comes back as it was sent', async () => {
      const id = idOf(await send('POST', '/Users', userBody()));
      const names = [
        'displayName',
        'title',
        'preferredLanguage',
        'externalId',
        'nickName',
        'userType',
        'locale',
        'timezone',
      ];
      const values = { timezone: 'Europe/Brussels', locale: 'en-US', preferredLanguage: 'nl-BE' } as Record<
        string,
        string
      >;
      const operations = names.map((path) => ({ op: 'Add', path, value: values[path] ?? `${path} value` }));
      const after = await userAfter(id, ...operations);
      for (const { path, value } of operations) expect(after[path]).toBe(value);
    });

    it('Logic App: pages of five go over all users and echo their startIndex', async () => {
      const paged = await ground.directory(undefined, 'entra');
      const calls = callsOn(() => paged);
      for (let n = 0; n < 11; n++) await calls.user();
      const seen: unknown[] = [];
      for (const startIndex of [1, 6, 11]) {
        const page = await calls.get(`/Users?startIndex=${startIndex}&count=5`);
        expect(page.body).toMatchObject({ totalResults: 11, startIndex });
        expect(page.body['itemsPerPage']).toBe(resourcesOf(page).length);
        seen.push(...resourcesOf(page).map(({ id }) => id));
      }
      expect(new Set(seen).size).toBe(11);
    });

    it('Logic App: /Schemas declares every attribute that is mapped', async () => {
      const schemas = resourcesOf(await get('/Schemas')) as { id: string; attributes: { name: string }[] }[];
      const declared = new Set(schemas.flatMap(({ attributes }) => attributes.map(({ name }) => name)));
      const sent = Object.keys(mapped()).filter(
        (name) => name !== 'schemas' && name !== 'externalId' && !name.startsWith('urn:'),
      );
      expect(sent.filter((name) => !declared.has(name))).toEqual([]);
      for (const name of ['employeeNumber', 'department', 'manager']) expect(declared).toContain(name);
    });
  });
