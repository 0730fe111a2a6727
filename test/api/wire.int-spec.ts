import { connect } from 'node:net';
import { JOURNAL_TOPIC } from '#journal';
import { type House, openHouse, type TestDirectory } from './house.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('the wire', () => {
  let house: House;
  let directory: TestDirectory;

  beforeAll(async () => {
    house = await openHouse();
    directory = await house.directory();
  });

  afterAll(() => house.close());

  it('answers what is not HTTP, and a head that is too long, with a SCIM error', async () => {
    const send = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(new URL(house.url).port), '127.0.0.1');
        let answer = '';
        socket.on('error', reject);
        socket.on('data', (chunk) => {
          answer += chunk.toString('utf8');
        });
        socket.on('close', () => resolve(answer));
        socket.write(text);
      });
    const broken = await send('this is not HTTP\r\n\r\n');
    expect(broken).toMatch(/^HTTP\/1\.1 400/);
    expect(broken).toContain('urn:ietf:params:scim:api:messages:2.0:Error');
    const long = await send(`GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431/);
  });

  it('carries a request id from the request to the answer, the journal and the history', async () => {
    const headers = { 'x-request-id': 'trace-me-7' };
    const created = await directory.scim.post('/Users', { schemas: [USER], userName: 'traced@example.com' }, headers);
    expect(created.headers['x-request-id']).toBe('trace-me-7');
    const records = [0, 1, 2, 3].flatMap((partition) => house.log.records(JOURNAL_TOPIC, partition));
    expect(records.some(({ value }) => Buffer.from(value).toString('utf8').includes('trace-me-7'))).toBe(true);
    const history = await house.admin.get(`/directories/${directory.id}/resources/${created.body.id}/history`);
    expect(history.body.events).toMatchObject([{ type: 'user.created', version: 1, requestId: 'trace-me-7' }]);
    expect(history.text).not.toContain('traced@example.com');
  });

  it.each([
    ['/scim/v2/Users', true, 1_500_000],
    ['/scim/v2/Bulk', true, 9_000_000],
    ['/admin/v1/directories', false, 1_500_000],
    ['/nowhere', false, 5_000],
    ['/health/live', false, 5_000],
  ])('refuses a body of no announced length at %s as soon as it is too large', async (path, isScim, bytes) => {
    const token = isScim ? directory.token : 'an-admin-token-for-tests';
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (sent > 100_000_000) return controller.close();
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${house.url}${path}`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(bytes + 20_000_000);
    expect((await fetch(`${house.url}/health/live`)).status).toBe(200);
  });

  it.each([
    ['PUT', '/directories', 'GET, HEAD, POST'],
    ['DELETE', '/directories/nobody', 'GET, HEAD, PATCH'],
    ['PATCH', '/directories/nobody/tokens', 'GET, HEAD, POST'],
    ['GET', '/directories/nobody/tokens/one', 'DELETE'],
    ['GET', '/targets/product/pause', 'POST'],
    ['PROPFIND', '/status', 'GET, HEAD'],
    ['OPTIONS', '/parked', 'GET, HEAD'],
  ])('answers %s %s of the admin API with 405 and the methods there are', async (method, path, allow) => {
    const answer = await house.admin.send(method, path);
    const { status, headers, body } = answer;
    expect([status, headers['content-type'], headers['allow']]).toEqual([405, 'application/problem+json', allow]);
    expect(body).toMatchObject({ status: 405, title: 'Method not allowed' });
    expect(body.detail).toMatch(new RegExp(`^${method} is not possible here; ${allow} (is|are)\\.$`));
  });

  it('answers what is at no address with 404, whatever the method, and asks for the token first', async () => {
    for (const method of ['GET', 'PUT', 'PROPFIND']) {
      const { status, headers } = await house.admin.send(method, '/directories/nobody/nothing');
      expect([status, headers['content-type'], headers['allow']]).toEqual([404, 'application/problem+json', undefined]);
    }
    const stranger = await fetch(`${house.url}/admin/v1/directories`, { method: 'PUT' });
    expect([stranger.status, stranger.headers.get('allow')]).toEqual([401, null]);
    const metrics = await fetch(`${house.url}/metrics`, { method: 'POST' });
    expect([metrics.status, metrics.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('names every field of an admin body that is not known there, and every other problem beside it', async () => {
    const refused = await house.admin.post('/directories', { nmae: 'acme', provider: 'okta', colour: 'red' });
    expect([refused.status, refused.body.problems]).toEqual([
      400,
      ['nmae: is not known here; leave it out', 'colour: is not known here; leave it out', 'name: must be a string'],
    ]);
    const schema = { document: {}, extends: [{ resourceType: 'User', needed: true }] };
    const nested = await house.admin.put(`/directories/${directory.id}/schemas/urn:example:x`, schema);
    expect(nested.body.problems).toEqual(['extends.0.needed: is not known here; leave it out']);
  });

  it('tells its measures: requests, appends, verdicts, lag and what waits', async () => {
    await directory.scim.post('/Users', { schemas: [USER], userName: 'measured@example.com' });
    const text = await (await fetch(`${house.url}/metrics`)).text();
    for (const name of ['request_seconds', 'append_seconds', 'verdict_seconds', 'projection_lag_seconds']) {
      expect(text).toContain(`rollcall_${name}`);
    }
    expect(text).toMatch(/^rollcall_writes_in_flight 0$/m);
    expect(text).toMatch(/rollcall_verdict_seconds_count\{outcome="accepted"\} \d/);
    expect(text).not.toContain('measured@example.com');
  });

  it('shows no name, e-mail or phone number in the clear on the journal and in its events', async () => {
    const secrets = ['Wilhelmina', 'secret.person@example.com', '+49-30-555-0199'];
    await directory.scim.post('/Users', {
      schemas: [USER],
      userName: secrets[1],
      name: { givenName: secrets[0], familyName: 'Doe' },
      phoneNumbers: [{ value: secrets[2], type: 'work' }],
    });
    const rows = await house.database.query<{ text: string }>(
      `select (select string_agg(e::text, ' ') from rm_1.event e)
           || (select string_agg(c::text, ' ') from rm_1.claim c) as text`,
    );
    const journal = [0, 1, 2, 3].flatMap((partition) => house.log.records(JOURNAL_TOPIC, partition));
    const text = journal
      .map(({ value, headers }) => Buffer.from(value).toString('utf8') + JSON.stringify(headers))
      .join();
    for (const secret of secrets) {
      expect(rows[0]?.text).not.toContain(secret);
      expect(text).not.toContain(secret);
    }
  });

  it('cuts no request when it stops, and takes none afterwards', async () => {
    const other = await house.secondGateway();
    const url = `${other.url}/scim/v2/Users`;
    const headers = { authorization: `Bearer ${directory.token}`, 'content-type': 'application/scim+json' };
    const send = (n: number): Promise<number> =>
      fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ schemas: [USER], userName: `stop-${n}@example.com` }),
      }).then(async (answer) => {
        await answer.text();
        return answer.status;
      });
    const appended = Promise.withResolvers<void>();
    let count = 0;
    house.log.inject(({ records }) => {
      if (!records.some(({ headers: { c } }) => c !== undefined)) return undefined;
      count += records.length;
      if (count >= 40) appended.resolve();
      return { kind: 'late', ms: 300 };
    });
    const running = Array.from({ length: 40 }, (_, n) => send(n));
    await appended.promise;
    await other.stop();
    expect(new Set(await Promise.all(running))).toEqual(new Set([201]));
    await expect(send(99)).rejects.toThrow();
  });
});
