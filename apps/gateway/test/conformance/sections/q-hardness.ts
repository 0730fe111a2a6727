import type { Answer } from '../../../../../test/e2e/clients.js';
import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { rawExchange, rawRequest } from '../raw-http.js';
import {
  bulkSchema,
  enterpriseSchema,
  expectError,
  groupBody,
  idOf,
  metaOf,
  newName,
  patchSchema,
  resourcesOf,
  searchSchema,
  userBody,
  userSchema,
} from '../wire.js';

const unknownId = '00000000-0000-4000-8000-000000000000';

export const hardness = (ground: Ground): void =>
  describe('Q. Hardness and habits of the wire', () => {
    let directory: ScimDirectory;
    const { send, get, find, user, userId, group, groupId, patchUser, patchGroup } = callsOn(() => directory);
    const search = (filter: string) => send('POST', '/Users/.search', { schemas: [searchSchema], filter });
    const total = async () => (await get('/Users?count=0')).body['totalResults'] as number;

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it.each([
      ['NUL in a name', `{"schemas":["${userSchema}"],"userName":"nul\\u0000@example.com"}`],
      ['a raw NUL', `{"schemas":["${userSchema}"],"userName":"raw\u0000@example.com"}`],
      ['a lone surrogate', `{"schemas":["${userSchema}"],"userName":"lone\\ud800@example.com"}`],
      ['a lone surrogate in a key', `{"schemas":["${userSchema}"],"userName":"k@example.com","a\\udc00":1}`],
      ['22 digits', `{"schemas":["${userSchema}"],"userName":"digits@example.com","title":1234567890123456789012}`],
      ['a huge exponent', `{"schemas":["${userSchema}"],"userName":"exp@example.com","x":1e999}`],
      [
        '__proto__ as an attribute',
        `{"schemas":["${userSchema}"],"userName":"p@example.com","__proto__":{"title":"x"}}`,
      ],
      [
        'deep nesting',
        `{"schemas":["${userSchema}"],"userName":"deep@example.com","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      ],
    ])('#276 %s is taken or refused, never half', async (_, body) => {
      const before = await total();
      const answer = await send('POST', '/Users', body);
      expect([201, 400]).toContain(answer.status);
      expect(await total()).toBe(before + (answer.status === 201 ? 1 : 0));
      if (answer.status !== 201) return;
      expect((await get(`/Users/${idOf(answer)}`)).body).toEqual(answer.body);
      expect(answer.body).not.toHaveProperty('title');
    });

    it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
      '#276 a user may be named %s',
      async (userName) => {
        const created = await user({ userName, displayName: userName });
        expect(resourcesOf(await find('/Users', `userName eq "${userName}"`))).toMatchObject([
          { id: idOf(created), userName },
        ]);
      },
    );

    it.each(['%00', '%ff', '%ed%a0%80', 'a%00b', '%F0%9F', '1234567890123456789012', '__proto__', 'constructor'])(
      '#276 the id %s is 400 or 404',
      async (id) => {
        for (const [method, body] of [
          ['GET', undefined],
          ['PUT', userBody()],
          ['DELETE', undefined],
        ] as const) {
          expect([400, 404]).toContain((await send(method, `/Users/${id}`, body)).status);
        }
      },
    );

    it.each([
      'userName eq "\\u0000"',
      'userName eq "\\ud800"',
      'userName co "\u0000"',
      'title eq 1234567890123456789012',
      'active eq 1e999',
      '__proto__ eq "x"',
      'constructor.prototype pr',
      'meta.created gt "99999999999-01-01T00:00:00Z"',
    ])('#276 the filter %j is answered or refused', async (filter) => {
      for (const answer of [await search(filter), await find('/Users', filter)])
        expect([200, 400]).toContain(answer.status);
    });

    it.each(['%00', '%ff', '%ed%a0%80', '%zz', '%'])('#276 %s in a query is answered or refused', async (text) => {
      for (const name of ['filter', 'sortBy', 'attributes', 'cursor', 'startIndex', text]) {
        const target = `/scim/v2/Users?${name}=${text}`;
        const headers = { authorization: `Bearer ${directory.token}` };
        expect([200, 400]).toContain((await rawRequest(ground.origin(), { method: 'GET', target, headers })).status);
      }
    });

    it('#276 a member and a bulkId of NUL or __proto__ do no harm', async () => {
      const id = await groupId();
      for (const value of ['\u0000', '__proto__', '\ud800', '']) {
        const added = await patchGroup(id, { op: 'add', path: 'members', value: [{ value }] });
        expect(added.status).toBe(400);
        const Operations = [{ method: 'POST', path: '/Users', bulkId: value, data: userBody() }];
        const bulk = await send('POST', '/Bulk', { schemas: [bulkSchema], Operations });
        expect([200, 400]).toContain(bulk.status);
      }
      expect((await get(`/Groups/${id}`)).body).not.toHaveProperty('members');
    });

    const long = 'x'.repeat(100_000);
    it.each(['userName', 'externalId', 'displayName', 'title', 'nickName'])(
      '#277 a %s of 100,000 characters is kept, or refused with its limit',
      async (name) => {
        const answer = await send('POST', '/Users', userBody({ [name]: long }));
        if (answer.status === 201) return expect((await get(`/Users/${idOf(answer)}`)).body[name]).toBe(long);
        expectError(answer, 400, 'invalidValue');
        expect(answer.body['detail']).toMatch(new RegExp(`${name}.*\\d`));
      },
    );

    it('#277 also for groups, members and lists', async () => {
      const someone = await userId();
      for (const answer of [
        await send('POST', '/Groups', groupBody({ displayName: long })),
        await send('POST', '/Groups', groupBody({ members: [{ value: someone, display: long }] })),
        await send('POST', '/Users', userBody({ emails: [{ value: long }] })),
        await send('POST', '/Users', userBody({ [enterpriseSchema]: { department: long } })),
      ]) {
        if (answer.status !== 201) {
          expectError(answer, 400, 'invalidValue');
          expect(answer.body['detail']).toMatch(/\d/);
        }
      }
    });

    it.each([
      ['413', (token: string) => [`Authorization: Bearer ${token}`, 'Content-Type: application/json']],
      ['401', () => ['Authorization: Bearer nobody', 'Content-Type: application/json']],
    ])('#278 an early %s reaches a client that is still sending', async (status, headers) => {
      const length = 50_000_000;
      const head = [
        'POST /scim/v2/Users HTTP/1.1',
        'Host: x',
        ...headers(directory.token),
        `Content-Length: ${length}`,
        '\r\n',
      ];
      const answer = await rawExchange(ground.origin(), [head.join('\r\n'), Buffer.alloc(2_000_000, 32)], /\}$/);
      expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    });

    it('#279 an idle connection is kept for at least 65 seconds', async () => {
      const headers = { authorization: `Bearer ${directory.token}`, connection: 'keep-alive' };
      const answer = await rawRequest(ground.origin(), { method: 'GET', target: '/scim/v2/Users', headers });
      const seconds = /timeout=(\d+)/.exec(answer.headers.get('keep-alive') ?? '')?.[1];
      expect(Number(seconds)).toBeGreaterThanOrEqual(65);
    });

    it('#280 times compare as they are printed', async () => {
      const created = await user();
      const { lastModified } = metaOf(created);
      const matching = async (operator: string) =>
        (await find('/Users', `id eq "${idOf(created)}" and meta.lastModified ${operator} "${lastModified}"`)).body[
          'totalResults'
        ];
      expect(await Promise.all(['eq', 'ge', 'le', 'gt', 'lt', 'ne'].map(matching))).toEqual([1, 1, 1, 0, 0, 0]);
    });

    it.each([
      ['20,000 terms', Array.from({ length: 20_000 }, () => 'title eq "x"').join(' or ')],
      ['100,000 parentheses', `${'('.repeat(50_000)}title pr${')'.repeat(50_000)}`],
      ['100,000 open parentheses', '('.repeat(100_000)],
      ['a literal of 500 kB', `title eq "${'x'.repeat(500_000)}"`],
      ['an unterminated literal of 500 kB', `title eq "${'\\\\'.repeat(250_000)}`],
      ['50,000 nots', `${'not ('.repeat(50_000)}title pr${')'.repeat(50_000)}`],
    ])('#281 a filter of %s is refused at once', async (_, filter) => {
      const start = performance.now();
      expectError(await search(filter), 400, 'invalidFilter');
      expect(performance.now() - start).toBeLessThan(1_000);
    });

    it('#281 100 terms and 4,000 characters are understood', async () => {
      const created = await user({ title: 'needle' });
      const terms = Array.from({ length: 99 }, (_, n) => `title eq "${n}"`);
      expect(resourcesOf(await search([...terms, 'title eq "needle"'].join(' or ')))).toMatchObject([
        { id: idOf(created) },
      ]);
      const filter = `title eq "needle" and displayName ne "${'y'.repeat(3_900)}"`;
      expect((await find('/Users', filter)).body['totalResults']).toBe(1);
    });

    it('#282 heavy queries in one directory do not hold up another', async () => {
      const heavy = await ground.directory();
      for (let batch = 0; batch < 4; batch++) {
        const Operations = Array.from({ length: 500 }, (_, n) => ({
          method: 'POST',
          path: '/Users',
          bulkId: String(n),
          data: userBody({ displayName: 'y'.repeat(200) }),
        }));
        expect((await heavy.scim.request('POST', '/Bulk', { schemas: [bulkSchema], Operations })).status).toBe(200);
      }
      const id = await userId();
      const filter = Array.from({ length: 40 }, (_, n) => `displayName co "z${n}"`).join(' or ');
      let isOver = false;
      const load = Array.from({ length: 8 }, async () => {
        while (!isOver)
          await heavy.scim.request('POST', '/Users/.search', { schemas: [searchSchema], filter, count: 0 });
      });
      const waits: number[] = [];
      for (let n = 0; n < 30; n++) {
        const start = performance.now();
        expect((await get(`/Users/${id}`)).status).toBe(200);
        waits.push(performance.now() - start);
      }
      isOver = true;
      await Promise.all(load);
      waits.sort((a, b) => a - b);
      expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(200);
    });

    it('#283 what changes nothing keeps version and lastModified and makes no event', async () => {
      const someone = await user({ title: 'x', emails: [{ type: 'work', value: 'a@example.com' }] });
      const created = await group({ members: [{ value: idOf(someone) }] });
      const [userPath, groupPath] = [`/Users/${idOf(someone)}`, `/Groups/${idOf(created)}`];
      const events = async () => {
        const admin = ground.admin();
        const histories = await Promise.all(
          [idOf(someone), idOf(created)].map((id) =>
            admin.request('GET', `/directories/${directory.id}/resources/${id}/history`),
          ),
        );
        for (const { status } of histories) expect(status).toBe(200);
        return histories.map(({ body }) => body);
      };
      const before = await events();
      const answers: [Answer, Answer][] = [
        [someone, await send('PUT', userPath, someone.body)],
        [someone, await patchUser(idOf(someone), { op: 'replace', path: 'title', value: 'x' })],
        [someone, await patchUser(idOf(someone), { op: 'remove', path: 'nickName' })],
        [created, await send('PUT', groupPath, (await get(groupPath)).body)],
        [created, await patchGroup(idOf(created), { op: 'add', path: 'members', value: [{ value: idOf(someone) }] })],
        [created, await patchGroup(idOf(created), { op: 'remove', path: `members[value eq "${unknownId}"]` })],
      ];
      for (const [first, then] of answers) {
        expect(metaOf(then)).toEqual(metaOf(first));
        expect(then.headers.get('etag')).toBe(first.headers.get('etag'));
      }
      expect(await events()).toEqual(before);
    });

    it.each([
      ['É', 'é'],
      ['\u00e9', 'e\u0301'],
      ['ＡＢＣ', 'abc'],
      ['straße', 'STRASSE'],
      ['Ω', 'ω'],
    ])('#284 the userName %s is the same as %s, and is returned as sent', async (sent, same) => {
      const tail = newName('-same');
      const created = await user({ userName: `${sent}${tail}` });
      const isFolded = sent !== 'straße';
      const again = await send('POST', '/Users', userBody({ userName: `${same}${tail}` }));
      if (isFolded) expectError(again, 409, 'uniqueness');
      else expect([201, 409]).toContain(again.status);
      const found = resourcesOf(await find('/Users', `userName eq "${same}${tail}"`));
      const isFound = found.some(({ id, userName }) => id === idOf(created) && userName === `${sent}${tail}`);
      expect(isFound).toBe(again.status === 409);
      expect((await get(`/Users/${idOf(created)}`)).body['userName']).toBe(`${sent}${tail}`);
    });

    it('#285 a member is one however often and in whatever dress it comes, and the last display wins', async () => {
      const someone = await userId();
      const id = await groupId({
        members: [
          { value: someone, display: 'First' },
          { value: someone, display: 'Second', type: 'User' },
        ],
      });
      const members = async () => (await get(`/Groups/${id}`)).body['members'];
      expect(await members()).toMatchObject([{ value: someone, type: 'User', display: 'Second' }]);
      await patchGroup(id, {
        op: 'add',
        path: 'members',
        value: [{ value: someone, $ref: 'https://x.example/1', type: 'Group' }],
      });
      expect(await members()).toMatchObject([
        { value: someone, type: 'User', $ref: `${directory.base}/Users/${someone}`, display: 'Second' },
      ]);
    });

    it('#286 addresses lie under the base path the request came in by', async () => {
      const okta = await ground.directory(undefined, 'okta');
      const someone = idOf(await okta.scim.request('POST', '/Users', userBody()));
      const made = idOf(await okta.scim.request('POST', '/Groups', groupBody({ members: [{ value: someone }] })));
      const headers = { authorization: `Bearer ${okta.token}` };
      for (const base of ['/scim/v2', '/provisioning/okta/v2']) {
        const target = (path: string) => ({ method: 'GET', target: `${base}${path}`, headers });
        const read = await rawRequest(ground.origin(), target(`/Groups/${made}`));
        expect(metaOf(read)['location']).toBe(`${ground.origin()}${base}/Groups/${made}`);
        expect(read.body['members']).toMatchObject([{ $ref: `${ground.origin()}${base}/Users/${someone}` }]);
        const person = await rawRequest(ground.origin(), target(`/Users/${someone}`));
        expect(person.body['groups']).toMatchObject([{ $ref: `${ground.origin()}${base}/Groups/${made}` }]);
        expect(person.headers.get('content-location')).toBe(`${ground.origin()}${base}/Users/${someone}`);
      }
    });

    it('#287 untidy addresses and tokens are forgiven', async () => {
      const untidy = (target: string, token = directory.token) =>
        rawRequest(ground.origin(), { method: 'GET', target, headers: { authorization: `Bearer ${token}` } });
      for (const target of [
        '/scim/v2//Users',
        '/scim/v2/Users/',
        '/scim/v2/Users?',
        '/scim/v2/Users?count=1&',
        '/scim/v2//Users//?count=1&&',
        '//scim/v2/Users',
      ]) {
        expect({ target, status: (await untidy(target)).status }).toEqual({ target, status: 200 });
      }
      expect((await untidy('/scim/v2/Users', `${directory.token}  `)).status).toBe(200);
    });

    it('#276 a PATCH with hostile names and values leaves the user as it was', async () => {
      const created = await user();
      for (const operation of [
        { op: 'add', path: 'title', value: '\u0000' },
        { op: 'add', path: 'title', value: '\ud800' },
        { op: 'add', path: 'emails[value eq "\u0000"].type', value: 'x' },
        { op: 'add', path: `${'name.'.repeat(2_000)}x`, value: 'x' },
      ]) {
        const patched = await patchUser(idOf(created), operation);
        expect([200, 400]).toContain(patched.status);
        if (patched.status === 400) expect((await get(`/Users/${idOf(created)}`)).body).toEqual(created.body);
      }
      const text = `{"schemas":["${patchSchema}"],"Operations":[{"op":"add","path":"title","value":1e400}]}`;
      expect((await send('PATCH', `/Users/${idOf(created)}`, text)).status).toBe(400);
    });
  });
