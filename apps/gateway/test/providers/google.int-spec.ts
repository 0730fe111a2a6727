import { callsOn } from '../conformance/calls.js';
import { groundFor, type ScimDirectory } from '../conformance/ground.js';
import { idOf, resourcesOf } from '../conformance/wire.js';
import { recorded } from './recorded.js';

const body = recorded('google');
const values = { userName: 'ada@example.com', alias: 'ada.alias@example.com' };

describe('Google Workspace', () => {
  const ground = groundFor('postgres');
  let directory: ScimDirectory;
  const { send, get } = callsOn(() => directory);

  beforeAll(async () => {
    directory = await ground.directory(undefined, 'google');
  });

  it('G1: looks up without a count, creates, changes, suspends and deletes', async () => {
    const lookUp = () => get(`/Users?filter=${encodeURIComponent(`userName eq "${values.userName}"`)}&startIndex=1`);
    expect((await lookUp()).body).toMatchObject({ totalResults: 0, Resources: [], startIndex: 1 });
    const created = await send('POST', '/Users', body('user', values));
    expect(created.status).toBe(201);
    const emails = created.body['emails'] as { value: string; primary?: boolean }[];
    expect(emails.filter(({ primary }) => primary).map(({ value }) => value)).toEqual([values.userName]);
    expect(created.body).not.toHaveProperty('title');
    const path = `/Users/${idOf(created)}`;
    const changed = await send('PATCH', path, body('change'));
    expect(changed).toMatchObject({ status: 200, body: { name: { familyName: 'Renamed', givenName: 'Ada' } } });
    expect(await send('PATCH', path, body('suspend'))).toMatchObject({ status: 200, body: { active: false } });
    expect(resourcesOf(await lookUp())).toMatchObject([{ id: idOf(created), active: false }]);
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await lookUp()).body['totalResults']).toBe(0);
  });
});
