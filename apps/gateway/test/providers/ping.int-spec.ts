import { callsOn } from '../conformance/calls.js';
import { groundFor, type ScimDirectory } from '../conformance/ground.js';
import { idOf, resourcesOf } from '../conformance/wire.js';
import { recorded } from './recorded.js';

const body = recorded('ping');
const userName = 'ada@example.com';

describe('PingFederate and PingOne', () => {
  const ground = groundFor('postgres');
  let directory: ScimDirectory;
  const { send, get, userId } = callsOn(() => directory);

  beforeAll(async () => {
    directory = await ground.directory(undefined, 'ping');
  });

  it('P1: changes users by PUT only', async () => {
    const created = await send('POST', '/Users', body('user', { userName }));
    expect(created.status).toBe(201);
    const path = `/Users/${idOf(created)}`;
    const replaced = await send('PUT', path, body('userReplaced', { userName, active: true }));
    expect(replaced).toMatchObject({ status: 200, body: { name: { familyName: 'Replaced' }, active: true } });
    expect(replaced.body).not.toHaveProperty('phoneNumbers');
    const disabled = await send('PUT', path, body('userReplaced', { userName, active: false }));
    expect(disabled).toMatchObject({ status: 200, body: { active: false } });
  });

  it('P1: finds groups by listing all of them, and changes members by PATCH or PUT', async () => {
    const member = await userId();
    const names = ['Alpha', 'Beta', 'Gamma'];
    for (const name of names) expect((await send('POST', '/Groups', body('group', { name }))).status).toBe(201);
    const listed = resourcesOf(await get('/Groups?startIndex=1&count=100')) as { id: string; displayName: string }[];
    expect(listed.map(({ displayName }) => displayName).sort()).toEqual(names);
    const path = `/Groups/${listed.find(({ displayName }) => displayName === 'Beta')?.id}`;
    expect((await send('PATCH', path, body('addMember', { member }))).body['members']).toMatchObject([
      { value: member },
    ]);
    expect((await send('PATCH', path, body('removeMember', { member }))).body).not.toHaveProperty('members');
    const put = await send('PUT', path, body('groupReplaced', { name: 'Beta', member }));
    expect(put).toMatchObject({ status: 200, body: { displayName: 'Beta', members: [{ value: member }] } });
  });

  it('P2: answers with type and primary on every value that was sent with them', async () => {
    const created = await send('POST', '/Users', body('user', { userName: 'eve@example.com' }));
    expect((await get(`/Users/${idOf(created)}`)).body).toMatchObject({
      emails: [{ type: 'work', primary: true, value: 'eve@example.com' }],
      phoneNumbers: [{ type: 'work', value: expect.any(String) }],
    });
  });
});
