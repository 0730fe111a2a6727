import { exceptionToScimError } from '../../../src/http/exception-to-scim-error.js';
import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { rawExchange, rawRequest } from '../raw-http.js';
import { errorSchema, expectError, groupBody, newName, patchBody, searchSchema, userBody } from '../wire.js';

const registered = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
];
const unknownId = '00000000-0000-4000-8000-000000000000';
/** What would give a fault's inside away. */
const innards = /\bat \S+:\d+|node_modules|\.[jt]s:|select |insert |postgres|relation "|ECONN|stack/i;

export const errors = (ground: Ground): void =>
  describe('K. Errors', () => {
    let directory: ScimDirectory;
    let id: string;
    const { send, get, find, user, userId, patchUser } = callsOn(() => directory);

    beforeAll(async () => {
      directory = await ground.directory();
      id = await userId();
    });

    /** One request for each way to be refused. */
    const refusals = async () => [
      await get(`/Users/${unknownId}`),
      await get('/nothing/at/all'),
      await get('/Users?filter=nonsense'),
      await get('/Users?startIndex=abc'),
      await send('POST', '/Users', '{"broken'),
      await send('POST', '/Users', userBody({ userName: '' })),
      await send('DELETE', '/Users'),
      await send('GET', '/Users/%zz'),
      await send('PUT', `/Users/${id}`, userBody(), { 'if-match': 'W/"other"' }),
      await send('POST', '/Users', 'x', { 'content-type': 'text/plain' }),
      await send('POST', '/Users', ' '.repeat(3_000_000)),
      await get('/Me'),
      await get('/Users', { authorization: 'Bearer nobody' }),
      await get('/Schemas?filter=id%20pr'),
      await patchUser(id, { op: 'remove' }),
    ];

    it('#234 an Error body has its status as a string, a detail, and a scimType only of the registered ones', async () => {
      for (const answer of await refusals()) {
        expect(answer.body).toMatchObject({ schemas: [errorSchema], status: String(answer.status) });
        expect(answer.body['detail']).toEqual(expect.stringMatching(/\S/));
        if ('scimType' in answer.body) {
          expect([400, 403, 409]).toContain(answer.status);
          expect(registered).toContain(answer.body['scimType']);
        }
      }
    });

    it('#235 every refusal has it, whoever refuses', async () => {
      for (const answer of await refusals()) expectError(answer, answer.status);
      const limited = await ground.directory({ requestsPerSecond: 1, burst: 1 });
      const answers = await Promise.all([1, 2, 3].map(() => limited.scim.request('GET', '/Users')));
      const refused = answers.find(({ status }) => status === 429);
      if (!refused) throw new Error('none was refused');
      expectError(refused, 429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    });

    it('#235 requests beyond what a directory may have under way at once are refused so, and only they', async () => {
      const narrow = await ground.directory({ inFlight: 2 });
      const writes = Array.from({ length: 8 }, () => narrow.scim.request('POST', '/Users', userBody()));
      const answers = await Promise.all(writes);
      for (const answer of answers.filter(({ status }) => status !== 201)) expectError(answer, 429);
      expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(2);
      expect((await narrow.scim.request('GET', '/Users')).status).toBe(200);
    });

    it('#237 (cfg) filterTerms is a directory’s own', async () => {
      const tight = await ground.directory({ filterTerms: 2 });
      const filter = (terms: number) =>
        encodeURIComponent(Array.from({ length: terms }, (_, n) => `title eq "${n}"`).join(' or '));
      expect((await tight.scim.request('GET', `/Users?filter=${filter(2)}`)).status).toBe(200);
      expectError(await tight.scim.request('GET', `/Users?filter=${filter(3)}`), 400, 'invalidFilter');
    });

    it('#237 (cfg) bodyBytes and membersPerRequest are a directory’s own', async () => {
      const tight = await ground.directory({ bodyBytes: 2_000, membersPerRequest: 2 });
      const calls = callsOn(() => tight);
      const tooLong = await calls.send('POST', '/Users', userBody({ title: 'x'.repeat(2_000) }));
      expectError(tooLong, 413);
      expect(tooLong.body['detail']).toContain('2000');
      const [one, two, three] = [await calls.userId(), await calls.userId(), await calls.userId()];
      const members = [one, two, three].map((value) => ({ value }));
      expectError(await calls.send('POST', '/Groups', groupBody({ members })), 413);
      const group = await calls.groupId({ members: members.slice(0, 2) });
      expectError(await calls.patchGroup(group, { op: 'add', path: 'members', value: members }), 413);
      expect((await calls.patchGroup(group, { op: 'add', path: 'members', value: [{ value: three }] })).status).toBe(
        200,
      );
      expectError(await calls.send('PUT', `/Groups/${group}`, groupBody({ members })), 413);
    });

    it('#235 even what is not HTTP or has too long a head is answered with an Error body', async () => {
      const longHead = `GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`;
      for (const [bytes, status] of [
        ['GET /scim/v2/Users HTTP/9.9\r\n\r\n', 400],
        [longHead, 431],
      ] as const) {
        const answer = await rawExchange(ground.origin(), [bytes], /\}$/);
        expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
        expect(answer).toContain('application/scim+json');
        expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
          schemas: [errorSchema],
          status: String(status),
        });
      }
    });

    it('#236 a fault shows nothing of its inside', async () => {
      for (const answer of await refusals()) expect(JSON.stringify(answer.body)).not.toMatch(innards);
      const fault = exceptionToScimError(new Error('select secret from "user" at /srv/rollcall/x.js:1'));
      expect(fault).toMatchObject({ kind: 'scim-error', status: 500 });
      expect(JSON.stringify(fault)).not.toMatch(innards);
    });

    it('#237 each kind of refusal has its status', async () => {
      const userName = newName();
      await user({ userName });
      expectError(await send('POST', '/Users', userBody({ userName })), 409, 'uniqueness');
      expectError(await send('PUT', `/Users/${id}`, userBody(), { 'if-match': '"other"' }), 412);
      expectError(await send('POST', '/Users', ' '.repeat(3_000_000)), 413);
      expectError(await send('POST', '/Users', '<a/>', { 'content-type': 'application/xml' }), 415);
      const notAllowed = await send('POST', '/ServiceProviderConfig', {});
      expectError(notAllowed, 405);
      expect(notAllowed.headers.get('allow')).toContain('GET');
      expectError(await get('/Me'), 501);
    });

    it.each([
      ['invalidFilter', () => find('/Users', 'userName eq')],
      ['invalidSyntax', () => send('POST', '/Users', '{')],
      ['invalidPath', () => patchUser(id, { op: 'add', path: 'nothing', value: 'x' })],
      ['noTarget', () => patchUser(id, { op: 'remove' })],
      ['mutability', () => patchUser(id, { op: 'replace', path: 'id', value: 'x' })],
      ['invalidValue', () => patchUser(id, { op: 'replace', path: 'active', value: 'perhaps' })],
      ['invalidCursor', () => get('/Users?cursor=nonsense')],
    ])('#238 %s is used where it belongs', async (scimType, refused) => {
      expectError(await refused(), 400, scimType);
    });

    it('#238 (cfg) a filter on the password is invalidFilter, or sensitive with passwordFilter', async () => {
      expectError(await find('/Users', 'password eq "x"'), 400, 'invalidFilter');
      const strict = await ground.directory({ passwordFilter: 'sensitive' });
      expectError(await callsOn(() => strict).find('/Users', 'password eq "x"'), 403, 'sensitive');
    });

    it.each(['/scim/v1/Users', '/scim/v3/Users', '/scim/Users', '/v1/Users'])(
      '#239 %s is 404 or invalidVers',
      async (target) => {
        const headers = { authorization: `Bearer ${directory.token}` };
        const answer = await rawRequest(ground.origin(), { method: 'GET', target, headers });
        if (answer.status === 400) expectError(answer, 400, 'invalidVers');
        else expectError(answer, 404);
      },
    );

    it('#234 a search is refused in the same form', async () => {
      expectError(
        await send('POST', '/.search', { schemas: [searchSchema], filter: 'userName eq' }),
        400,
        'invalidFilter',
      );
      expectError(await send('PATCH', `/Users/${unknownId}`, patchBody({ op: 'add', path: 'title', value: 'x' })), 404);
    });
  });
