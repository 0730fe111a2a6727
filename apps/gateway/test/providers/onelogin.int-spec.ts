import { callsOn } from '../conformance/calls.js';
import { groundFor, type ScimDirectory } from '../conformance/ground.js';
import { rawRequest } from '../conformance/raw-http.js';
import { expectError, idOf, resourcesOf } from '../conformance/wire.js';
import { recorded } from './recorded.js';

const body = recorded('onelogin');

describe('OneLogin', () => {
  const ground = groundFor('postgres');
  let directory: ScimDirectory;
  const { send, get, find, userId } = callsOn(() => directory);

  beforeAll(async () => {
    directory = await ground.directory(undefined, 'onelogin');
  });

  it('L1: begins with a user nobody knows, and asks for application/json', async () => {
    const filter = encodeURIComponent('userName eq "nobody@example.com"');
    const found = await get(`/Users?filter=${filter}`, { accept: 'application/json' });
    expect(found).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } });
  });

  it('takes nulls and blanks for what a user record lacks, and deletes users', async () => {
    const created = await send('POST', '/Users', body('user', { userName: 'ada@example.com' }));
    expect(created).toMatchObject({
      status: 201,
      body: { userName: 'ada@example.com', name: { familyName: 'Example' } },
    });
    for (const name of ['externalId', 'phoneNumbers', 'title', 'locale']) expect(created.body).not.toHaveProperty(name);
    const path = `/Users/${idOf(created)}`;
    const replaced = await send('PUT', path, { ...body('user', { userName: 'ada@example.com' }), active: false });
    expect(replaced).toMatchObject({ status: 200, body: { active: false } });
    expect((await send('DELETE', path)).status).toBe(204);
    expectError(await get(path), 404);
  });

  it('L1–L2: reads groups, creates one, and patches it with an empty User-Agent', async () => {
    expect((await get('/Groups')).status).toBe(200);
    const created = await send('POST', '/Groups', body('group', { name: 'Engineering' }));
    expect(created.status).toBe(201);
    const members = [await userId(), await userId()];
    const patch = (name: string, member: string | undefined) =>
      rawRequest(ground.origin(), {
        method: 'PATCH',
        target: `/scim/v2/Groups/${idOf(created)}`,
        headers: {
          authorization: `Bearer ${directory.token}`,
          'content-type': 'application/scim+json',
          'user-agent': '',
        },
        body: JSON.stringify(body(name, { member })),
      });
    expect((await patch('addMember', members[0])).status).toBe(200);
    const both = await patch('addMembers', members[1]);
    expect((both.body['members'] as { value: string }[]).map(({ value }) => value).sort()).toEqual([...members].sort());
    const left = await patch('removeMember', members[0]);
    expect(left.body['members']).toMatchObject([{ value: members[1] }]);
    expect(resourcesOf(await find('/Groups', 'displayName eq "Engineering"'))).toHaveLength(1);
  });
});
