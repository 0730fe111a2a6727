import { eventually } from '#testing';
import { client } from './client.js';
import { type House, openHouse } from './house.js';

const JSON_TYPE = 'application/scim+json';

describe('tokens', () => {
  let house: House;

  beforeAll(async () => {
    house = await openHouse();
  });

  afterAll(() => house.close());

  const users = async (url: string, token: string | undefined, headers = {}) =>
    client(`${url}/scim/v2`, token, JSON_TYPE).get('/Users', headers);

  it('end on every gateway within a second of their revocation, and begin at once on the one that issued them', async () => {
    const directory = await house.directory();
    const other = await house.secondGateway();
    const issued = await house.admin.post(`/directories/${directory.id}/tokens`, { label: 'second' });
    expect(issued.status).toBe(201);
    const { token, id } = issued.body;
    expect((await users(house.url, token)).status).toBe(200);
    await eventually(async () => expect((await users(other.url, token)).status).toBe(200), { deadlineMs: 1_000 });
    expect((await house.admin.delete(`/directories/${directory.id}/tokens/${id}`)).status).toBe(204);
    expect((await users(house.url, token)).status).toBe(401);
    await eventually(async () => expect((await users(other.url, token)).status).toBe(401), { deadlineMs: 1_000 });
  });

  it('are refused alike, whatever is wrong with them', async () => {
    const jumpcloud = await house.directory({ provider: 'jumpcloud' });
    const issued = await house.admin.post(`/directories/${jumpcloud.id}/tokens`, {
      label: 'short',
      expiresAt: house.clock.now() + 60_000,
    });
    house.clock.skip(61_000);
    const unknown = `${jumpcloud.token.slice(0, 20)}${jumpcloud.token.slice(21)}x`;
    const refusals = await Promise.all([
      users(house.url, undefined),
      users(house.url, undefined, { authorization: 'non-token' }),
      users(house.url, undefined, { authorization: `Basic ${jumpcloud.token}` }),
      users(house.url, unknown),
      users(house.url, issued.body.token),
      client(`${house.url}/provisioning/okta/v2`, jumpcloud.token, JSON_TYPE).get('/Users'),
    ]);
    expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(refusals.map(({ text }) => text)).size).toBe(1);
    for (const { headers } of refusals) expect(headers['www-authenticate']).toMatch(/^Bearer/);
    const own = client(`${house.url}/provisioning/jumpcloud/v2`, jumpcloud.token, JSON_TYPE);
    expect((await own.get('/Users')).status).toBe(200);
  });

  it('are kept nowhere: not in the database, not on the log', async () => {
    const { token } = await house.directory();
    const rows = await house.database.query<{ text: string }>(
      `select (select coalesce(string_agg(t::text, ' '), '') from rm_1.directory_token t)
           || (select coalesce(string_agg(e::text, ' '), '') from rm_1.event e) as text`,
    );
    expect(rows[0]?.text).not.toContain(token);
    for (let partition = 0; partition < 4; partition += 1) {
      for (const { value } of house.log.records('rollcall.journal.v1', partition)) {
        expect(Buffer.from(value).toString('utf8')).not.toContain(token);
      }
    }
  });

  it('show when they were last used, to the hour', async () => {
    const directory = await house.directory();
    await users(house.url, directory.token);
    const { body } = await house.admin.get(`/directories/${directory.id}/tokens`);
    const hour = 3_600_000;
    expect(body.tokens[0].lastUsedAt).toBe(Math.floor(house.clock.now() / hour) * hour);
  });

  it('open nothing while their directory is disabled, and say so', async () => {
    const directory = await house.directory();
    await house.admin.post(`/directories/${directory.id}/disable`);
    const refused = await users(house.url, directory.token);
    expect(refused.status).toBe(403);
    expect(refused.body.detail).toContain('disabled');
    await house.admin.post(`/directories/${directory.id}/enable`);
    expect((await users(house.url, directory.token)).status).toBe(200);
  });

  it('are five at most, so that a new one can take over before the old one goes', async () => {
    const directory = await house.directory();
    const answers = [];
    for (let n = 0; n < 5; n += 1) {
      answers.push(await house.admin.post(`/directories/${directory.id}/tokens`, { label: `token ${n}` }));
    }
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 422]);
    expect(answers[4]?.body.detail).toContain('revoke');
  });
});
