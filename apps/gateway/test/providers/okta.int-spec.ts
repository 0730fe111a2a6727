import type { Answer } from '../../../../test/e2e/clients.js';
import { callsOn } from '../conformance/calls.js';
import { groundFor, type ScimDirectory } from '../conformance/ground.js';
import { idOf, resourcesOf, userBody } from '../conformance/wire.js';
import { recorded } from './recorded.js';

const body = recorded('okta');
const membersOf = (answer: Answer): string[] =>
  ((answer.body['members'] as { value: string }[] | undefined) ?? []).map(({ value }) => value).sort();

describe('Okta', () => {
  const ground = groundFor('postgres');
  let directory: ScimDirectory;
  const { send, get, userId } = callsOn(() => directory);
  const patch = (path: string, name: string, values = {}) => send('PATCH', path, body(name, values));

  beforeAll(async () => {
    directory = await ground.directory(undefined, 'okta');
  });

  it('O1: tests its credentials by a small page', async () => {
    for (const query of ['startIndex=1&count=2', 'count=1']) {
      const page = await get(`/Users?${query}`);
      expect(page).toMatchObject({ status: 200, body: { totalResults: expect.any(Number), startIndex: 1 } });
    }
  });

  it('O2–O6: looks up, creates, deactivates, reactivates, replaces, and never deletes', async () => {
    const userName = 'ada@example.com';
    const lookUp = () => get(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`);
    expect((await lookUp()).body).toMatchObject({ totalResults: 0, Resources: [] });
    const created = await send('POST', '/Users', body('user', { userName }));
    expect(created).toMatchObject({
      status: 201,
      body: { externalId: '00u1abcd2EFGH3ijkl4M', locale: 'en-US', active: true },
    });
    expect(JSON.stringify(created.body)).not.toMatch(/password|groups/);
    const path = `/Users/${idOf(created)}`;
    expect(resourcesOf(await lookUp())).toEqual([created.body]);
    expect(await patch(path, 'deactivate')).toMatchObject({ status: 200, body: { active: false, userName } });
    expect(await patch(path, 'reactivate')).toMatchObject({ status: 200, body: { active: true } });
    const read = await get(path);
    const put = await send('PUT', path, { ...read.body, active: false, title: '', nickName: 'A' });
    expect(put).toMatchObject({ status: 200, body: { active: false, nickName: 'A' } });
    expect(put.body).not.toHaveProperty('title');
  });

  it('O7–O8: pushes a group, renames it, exchanges and replaces its members, empties it', async () => {
    const [one, other] = [await userId(), await userId()];
    const created = await send('POST', '/Groups', body('group', { name: 'Engineering' }));
    expect(created.status).toBe(201);
    const group = idOf(created);
    const path = `/Groups/${group}`;
    expect(await patch(path, 'pushMembers', { one, other })).toMatchObject({ status: 200 });
    const renamed = await patch(path, 'renameGroup', { group, name: 'Platform' });
    expect(renamed).toMatchObject({ status: 200, body: { id: group, displayName: 'Platform' } });
    expect(membersOf(renamed)).toEqual([one, other].sort());
    const third = idOf(await send('POST', '/Users', userBody()));
    expect(membersOf(await patch(path, 'exchangeMembers', { gone: one, new: third }))).toEqual([other, third].sort());
    expect(membersOf(await patch(path, 'pushEmptyGroup'))).toEqual([]);
    expect(membersOf(await get(path))).toEqual([]);
    expect((await send('DELETE', path)).status).toBe(204);
  });

  it('reads back by a group’s id what the push wrote, by displayName too', async () => {
    const created = await send('POST', '/Groups', body('group', { name: 'Sales' }));
    const found = await get(`/Groups?filter=${encodeURIComponent('displayName eq "sales"')}&startIndex=1&count=100`);
    expect(resourcesOf(found).map(({ id }) => id)).toEqual([idOf(created)]);
  });
});
