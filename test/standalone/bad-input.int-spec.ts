import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JOURNAL_TOPIC } from '#journal';
import { openPostgresLog } from '#log/postgres';
import { readModel } from '#read-model';
import { eventually, killServices, type Service, startService, type TestDatabase, testDatabase } from '#testing';
import { type Answer, adminClient, aPerson, type Client, createDirectory } from '../e2e/clients.js';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const error = 'urn:ietf:params:scim:api:messages:2.0:Error';
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const person = (members: string): string => `{"schemas":["${core}"],"userName":"ada@example.com",${members}}`;

/** Bodies of a POST to /Users that no user is made of. */
const bodies: Readonly<Record<string, unknown>> = {
  'no body at all': undefined,
  'an empty body': '',
  'something that is not JSON': '{"userName": "ada"',
  'JSON with something behind it': `${JSON.stringify(aPerson('ada@example.com'))} x`,
  'a list': '[]',
  'a number': '17',
  null: 'null',
  'a text': '"ada"',
  'no userName': { schemas: [core] },
  'an empty userName': { schemas: [core], userName: '' },
  'a userName of blanks': { schemas: [core], userName: '   ' },
  'a userName that is a number': { schemas: [core], userName: 17 },
  'a userName that is an object': { schemas: [core], userName: { toString: 'ada' } },
  'a userName with a NUL': { schemas: [core], userName: 'ada\u0000@example.com' },
  'half of a surrogate pair': person('"displayName":"\\ud83d"'),
  'the other half of a surrogate pair': person('"displayName":"\\ude00 there"'),
  'a NUL in a nested value': { schemas: [core], userName: 'ada@example.com', name: { givenName: 'A\u0000da' } },
  'a userName of 100,000 characters': { schemas: [core], userName: 'a'.repeat(100_000) },
  'an active that is a text': { schemas: [core], userName: 'ada@example.com', active: 'maybe' },
  'a name that is a text': { schemas: [core], userName: 'ada@example.com', name: 'Ada' },
  'e-mails that are not a list': { schemas: [core], userName: 'ada@example.com', emails: 17 },
  'an e-mail that is a list': { schemas: [core], userName: 'ada@example.com', emails: [['ada@example.com']] },
  'an unknown schema': {
    schemas: [core, 'urn:example:no:such:schema'],
    userName: 'ada@example.com',
    'urn:example:no:such:schema': { a: 1 },
  },
  'schemas that are an object': { schemas: { 0: core }, userName: 'ada@example.com' },
  'the schema of another resource': {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    userName: 'ada@example.com',
  },
  'nesting of 10,000 levels': person(`"name":${nested(10_000)}`),
  'nesting of 10,000 objects': person(`"name":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
  'two megabytes': { ...aPerson('ada@example.com'), title: 'a'.repeat(2 * 1_048_576) },
  'two megabytes that are not JSON': 'a'.repeat(2 * 1_048_576),
};

/** Taken or refused, but never the way to other objects. */
const pollution = [
  person('"__proto__":{"polluted":true}'),
  person('"constructor":{"prototype":{"polluted":true}}'),
  person('"name":{"__proto__":{"polluted":true},"givenName":"Ada"}'),
  person('"emails":[{"__proto__":{"polluted":true},"value":"ada@example.com"}]'),
];

const patches: Readonly<Record<string, unknown>> = {
  'no schemas': { Operations: [{ op: 'replace', path: 'title', value: 'x' }] },
  'no operations': { schemas: [patchOp] },
  'operations that are an object': { schemas: [patchOp], Operations: { op: 'replace', path: 'title', value: 'x' } },
  'an unknown operation': { schemas: [patchOp], Operations: [{ op: 'explode', path: 'title', value: 'x' }] },
  'a path that cannot be read': {
    schemas: [patchOp],
    Operations: [{ op: 'replace', path: 'emails[type eq', value: 'x' }],
  },
  'a path to __proto__': { schemas: [patchOp], Operations: [{ op: 'add', path: '__proto__.polluted', value: true }] },
  'a path 10,000 deep': {
    schemas: [patchOp],
    Operations: [{ op: 'add', path: `emails[${'('.repeat(10_000)}`, value: 1 }],
  },
  'a NUL in a value': { schemas: [patchOp], Operations: [{ op: 'replace', path: 'title', value: 'a\u0000' }] },
};

const filters = [
  'userName eq',
  'userName eq "a',
  `${'('.repeat(10_000)}userName pr`,
  'userName eq "\u0000"',
  '__proto__ eq "x"',
];

describe('bad input', () => {
  let home: string;
  let database: TestDatabase;
  let service: Service;
  let scim: Client;
  let admin: Client;
  let token: string;
  let adaPath: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'rollcall-bad-input-'));
    database = await testDatabase();
    const adminToken = randomBytes(24).toString('base64url');
    service = await startService('standalone', {
      DATABASE_URL: database.url,
      ROLLCALL_DATA_DIR: home,
      ROLLCALL_ADMIN_TOKEN: adminToken,
      ROLLCALL_LOG_LEVEL: 'info',
    });
    admin = adminClient(service.url, adminToken);
    ({ scim, token } = await createDirectory(service.url, adminToken, 'bad input'));
    adaPath = `/Users/${(await scim.request('POST', '/Users', aPerson('first@example.com'))).body['id']}`;
  }, 60_000);
  afterAll(async () => {
    await service?.kill('SIGTERM');
    await killServices();
    await database?.drop();
    await rm(home, { recursive: true, force: true });
  });

  /** How many proposals were ever judged, once everything on the journal is. */
  const proposals = async (): Promise<number> => {
    await eventually(async () => {
      const progress = await readModel('rm_1').progress(database.database);
      const log = await openPostgresLog(database.database);
      const ends = await log.ends(JOURNAL_TOPIC);
      await log.close();
      expect(progress.map((row) => row.nextOffset)).toEqual(ends);
    });
    const [row] = await database.database.query<{ n: number }>('select count(*) as n from rm_1.verdict');
    return row?.n ?? 0;
  };
  const expectRefused = (answer: Answer): void => {
    expect(answer).toMatchObject({
      body: { schemas: [error], status: String(answer.status), detail: expect.any(String) },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/ at .*\.(js|ts):|node_modules|SELECT|rm_1/);
  };
  const expectNothingFrom = async (refuse: () => Promise<Answer>): Promise<void> => {
    const before = await proposals();
    expectRefused(await refuse());
    expect(await proposals()).toBe(before);
  };

  for (const [what, body] of Object.entries(bodies)) {
    it(`POST of ${what} is refused, and nothing is written`, () =>
      expectNothingFrom(() => scim.request('POST', '/Users', body)));
  }

  for (const what of [
    'no userName',
    'a number',
    'nesting of 10,000 levels',
    'a userName with a NUL',
    'two megabytes',
  ]) {
    it(`PUT of ${what} is refused, and nothing is written`, () =>
      expectNothingFrom(() => scim.request('PUT', adaPath, bodies[what])));
  }

  for (const [what, body] of Object.entries(patches)) {
    it(`PATCH with ${what} is refused, and nothing is written`, () =>
      expectNothingFrom(() => scim.request('PATCH', adaPath, body)));
  }

  it('keys that lead to other objects lead nowhere', async () => {
    for (const body of pollution) {
      const { status, body: answer } = await scim.request('POST', '/Users', body);
      expect([201, 400]).toContain(status);
      expect(JSON.stringify(answer)).not.toContain('polluted');
      if (status === 201) await scim.request('DELETE', `/Users/${answer['id']}`);
    }
    const { body } = await scim.request('GET', adaPath);
    expect('polluted' in body).toBe(false);
  });

  it('filters that cannot be read are refused', async () => {
    for (const filter of filters) {
      const answer = await scim.request('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      if (answer.status !== 200) expectRefused(answer);
      else expect(answer.body['totalResults']).toBe(0);
    }
  });

  it('the admin API names what is wrong, as a JSON problem, and writes nothing', async () => {
    const before = await proposals();
    const refused: readonly [string, string, unknown][] = [
      ['POST', '/directories', '{'],
      ['POST', '/directories', undefined],
      ['POST', '/directories', { name: 17 }],
      ['POST', '/directories', { name: '' }],
      ['POST', '/directories', { name: 'a\u0000b' }],
      ['POST', '/directories', { name: 'x', provider: 'myspace' }],
      ['POST', '/directories', { name: 'x', settings: { noSuchSetting: 1 } }],
      ['POST', '/directories', `{"name":${nested(10_000)}}`],
      ['POST', '/directories/bad%20input/tokens', { label: 'x', expiresAt: 1 }],
      ['POST', '/directories/no-such-directory/tokens', { label: 'x' }],
      ['POST', '/targets', { name: 'x', directory: 'bad input', profile: 'generic', url: 'javascript:1', token: 't' }],
      ['POST', '/targets', { name: 'x', directory: 'bad input', profile: 'none', url: 'http://x', token: 't' }],
      ['POST', '/directories', { name: 'x', settings: { title: 'a'.repeat(2 * 1_048_576) } }],
    ];
    for (const [method, path, body] of refused) {
      const { status, headers, body: problem } = await admin.request(method, path, body);
      const what = `${method} ${path} ${JSON.stringify(body)?.slice(0, 80)}`;
      expect({ what, isRefused: status >= 400 && status < 500 }).toEqual({ what, isRefused: true });
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(problem).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    }
    expect(await proposals()).toBe(before);
  });

  it('a body that is announced as too large is refused before it is sent', async () => {
    const head = `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/scim+json\r\nContent-Length: 50000000\r\n\r\n`;
    expect(await firstLineOf(service.url, `${head}{"schemas"`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('a body of unknown length is refused once it is too long', async () => {
    const head = `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/scim+json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    expect(await firstLineOf(service.url, `${head}${chunk.repeat(40)}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('what is not HTTP, and a head without end, are answered and put out', async () => {
    expect(await firstLineOf(service.url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await firstLineOf(service.url, `GET /scim/v2/Users HTTP/1.1\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  it('after all that the process is up, writes, and has told no values in its log', async () => {
    expect(await scim.request('POST', '/Users', aPerson('last@example.com'))).toMatchObject({ status: 201 });
    const { stdout, stderr } = service.output();
    expect(`${stdout}${stderr}`).not.toMatch(/ada@example|first@example|last@example|"level":"(error|fatal)"/);
    expect(`${stdout}${stderr}`).not.toContain(token);
  });
});

const firstLineOf = (url: string, bytes: string): Promise<string> =>
  new Promise((done, fail) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(new Error('There was no answer.')), 10_000);
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\r\n')) socket.destroy();
    });
    socket.once('error', (problem) => (text === '' ? fail(problem) : undefined));
    socket.once('close', () => {
      clearTimeout(timer);
      done(text.split('\r\n')[0] ?? '');
    });
  });
