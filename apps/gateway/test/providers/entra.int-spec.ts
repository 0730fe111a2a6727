import { callsOn } from '../conformance/calls.js';
import { groundFor, type ScimDirectory } from '../conformance/ground.js';
import { enterpriseSchema, expectError, idOf, resourcesOf } from '../conformance/wire.js';
import { recorded } from './recorded.js';

const body = recorded('entra');

describe('Microsoft Entra', () => {
  const ground = groundFor('postgres');
  let directory: ScimDirectory;
  const { send, get, userId, groupId } = callsOn(() => directory);
  /** What is stored after the recorded body; the answer itself is 204. */
  const patched = async (path: string, name: string, values = {}) => {
    expect((await send('PATCH', path, body(name, values))).status).toBe(204);
    return (await get(path)).body;
  };

  beforeAll(async () => {
    directory = await ground.directory(undefined, 'entra');
  });

  it('E10–E11: tests the connection with a user and a group nobody has', async () => {
    const nobody = encodeURIComponent('userName eq "7a4e8c1e-5d8f-4c49-9d3b-0a1b2c3d4e5f"');
    expect((await get(`/Users?filter=${nobody}`)).body).toMatchObject({ totalResults: 0, Resources: [] });
    const noGroup = encodeURIComponent('displayName eq "7a4e8c1e"');
    expect((await get(`/Groups?excludedAttributes=members&filter=${noGroup}`)).body).toMatchObject({ totalResults: 0 });
  });

  it('E1–E5: creates, changes by operations and by keys, adds what is missing, disables, deletes', async () => {
    const userName = 'ada@example.com';
    const created = await send('POST', '/Users', body('user', { userName, externalId: 'ada' }));
    expect(created).toMatchObject({ status: 201, body: { userName, externalId: 'ada', active: true } });
    const path = `/Users/${idOf(created)}`;
    expect(await patched(path, 'changeByOperations')).toMatchObject({
      displayName: 'Ada E.',
      emails: [{ type: 'work', value: 'ada.e@example.com', primary: true }],
      name: { givenName: 'Augusta', familyName: 'Example' },
      externalId: 'e-17',
      [enterpriseSchema]: { department: 'R&D' },
    });
    expect(await patched(path, 'changeByKeys')).toMatchObject({
      displayName: 'Ada F.',
      emails: [{ type: 'work', value: 'ada.f@example.com' }],
      name: { givenName: 'Ada', familyName: 'Fixture' },
      [enterpriseSchema]: { department: 'R&D', employeeNumber: '17' },
    });
    expect((await patched(path, 'addAddress'))['addresses']).toEqual([{ type: 'work', formatted: '1 Main St' }]);
    expect((await patched(path, 'addRoles'))['roles']).toMatchObject([{ primary: true, value: 'reader' }]);
    const manager = await userId();
    expect((await patched(path, 'addManager', { manager }))[enterpriseSchema]).toMatchObject({
      manager: { value: manager },
    });
    expect((await patched(path, 'disable'))['active']).toBe(false);
    const match = encodeURIComponent('emails[type eq "work"].value eq "ada.f@example.com"');
    expect(resourcesOf(await get(`/Users?filter=${match}`))).toMatchObject([{ id: idOf(created), active: false }]);
    expect((await send('DELETE', path)).status).toBe(204);
    expectError(await get(path), 404);
  });

  it('E6–E9, E12: creates a group, adds and removes members and nested groups, reads without members', async () => {
    const created = await send('POST', '/Groups', body('group', { name: 'Engineering', externalId: '8aa1' }));
    expect(created).toMatchObject({ status: 201, body: { displayName: 'Engineering', externalId: '8aa1' } });
    const path = `/Groups/${idOf(created)}`;
    const [member, nested] = [await userId(), await groupId()];
    await patched(path, 'addMember', { member });
    const both = await patched(path, 'addMember', { member: nested });
    expect(both['members']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ value: member, type: 'User' }),
        expect.objectContaining({ value: nested, type: 'Group' }),
      ]),
    );
    expect((await get(`${path}?excludedAttributes=members`)).body).not.toHaveProperty('members');
    expect((await patched(path, 'removeMember', { member }))['members']).toMatchObject([{ value: nested }]);
    expect(await patched(path, 'removeMemberByFilter', { member: nested })).not.toHaveProperty('members');
  });
});
