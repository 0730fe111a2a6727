import type { Answer } from '../../../../../test/e2e/clients.js';
import { callsOn } from '../calls.js';
import type { Ground, ScimDirectory } from '../ground.js';
import { rawExchange } from '../raw-http.js';
import {
  bulkSchema,
  enterpriseSchema,
  errorSchema,
  expectError,
  groupBody,
  newName,
  patchBody,
  userBody,
} from '../wire.js';

const responseSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
const unknownId = '00000000-0000-4000-8000-000000000000';

type Result = {
  method: string;
  location?: string;
  bulkId?: string;
  version?: string;
  status: string;
  response?: Record<string, unknown>;
};

const resultsOf = (answer: Answer): Result[] => answer.body['Operations'] as Result[];
const statusesOf = (answer: Answer): string[] => resultsOf(answer).map(({ status }) => status);
const idAt = (location: string | undefined): string => (location ?? '').replace(/^.*\//, '');
const post = (bulkId: string, changes: Record<string, unknown> = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: userBody(changes),
});

export const bulkRequests = (ground: Ground): void =>
  describe('J. Bulk', () => {
    let directory: ScimDirectory;
    const { send, get, find, user, userId, groupId } = callsOn(() => directory);
    const bulk = (operations: readonly unknown[], others: Record<string, unknown> = {}) =>
      send('POST', '/Bulk', { schemas: [bulkSchema], ...others, Operations: operations });
    const done = async (operations: readonly unknown[], others: Record<string, unknown> = {}): Promise<Answer> => {
      const answer = await bulk(operations, others);
      expect({ status: answer.status, schemas: answer.body['schemas'] }).toEqual({
        status: 200,
        schemas: [responseSchema],
      });
      return answer;
    };
    const read = async (location: string | undefined) => get((location ?? '').slice(directory.base.length));

    beforeAll(async () => {
      directory = await ground.directory();
    });

    it('#220 answers each operation in order with method, location, status, bulkId and version', async () => {
      const [replaced, patched, deleted] = [await userId(), await userId(), await userId()];
      const answer = await done([
        post('a'),
        { method: 'PUT', path: `/Users/${replaced}`, data: userBody() },
        { method: 'patch', path: `/Users/${patched}`, data: patchBody({ op: 'add', path: 'title', value: 'x' }) },
        { method: 'DELETE', path: `/Users/${deleted}` },
        post('b', { userName: '' }),
      ]);
      expect(answer.headers.get('content-type')).toBe('application/scim+json');
      const location = (id: string) => `${directory.base}/Users/${id}`;
      const version = expect.stringMatching(/^W\/"/);
      const results = resultsOf(answer);
      expect(results).toMatchObject([
        {
          method: 'POST',
          bulkId: 'a',
          status: '201',
          version,
          location: expect.stringContaining(`${directory.base}/Users/`),
        },
        { method: 'PUT', status: '200', version, location: location(replaced) },
        { method: expect.stringMatching(/^patch$/i), version, location: location(patched) },
        { method: 'DELETE', status: '204', location: location(deleted) },
        { method: 'POST', bulkId: 'b', status: '400' },
      ]);
      expect(results[4]).not.toHaveProperty('location');
      expect((await read(results[0]?.location)).status).toBe(200);
      expect((await get(`/Users/${deleted}`)).status).toBe(404);
    });

    it.each([
      ['no schemas', { Operations: [] }],
      ['a wrong schema', { schemas: [responseSchema], Operations: [] }],
      ['no Operations', { schemas: [bulkSchema] }],
      ['Operations that are no list', { schemas: [bulkSchema], Operations: {} }],
      ['a list as body', []],
    ])('#221 a body with %s is refused', async (_, body) => {
      expectError(await send('POST', '/Bulk', body), 400, 'invalidSyntax');
    });

    it('#222 POST needs a bulkId, and each only once', async () => {
      const { bulkId: _, ...without } = post('x');
      const answer = await done([without, post('same'), post('same')]);
      expect(statusesOf(answer)).toEqual(['400', '201', '400']);
      for (const index of [0, 2]) {
        expect(['invalidSyntax', 'invalidValue']).toContain(resultsOf(answer)[index]?.response?.['scimType']);
      }
    });

    it('#223 an operation that cannot be is refused by itself', async () => {
      const id = await userId();
      const answer = await done([
        { method: 'FETCH', path: `/Users/${id}` },
        { method: 'GET', path: `/Users/${id}` },
        { method: 'POST', path: '/Nowhere', bulkId: 'n', data: userBody() },
        { method: 'POST', path: `/Users/${id}`, bulkId: 'p', data: userBody() },
        { method: 'DELETE', path: '/Users' },
        { method: 'DELETE', path: `/Users/${unknownId}` },
        { path: '/Users', bulkId: 'm', data: userBody() },
        { method: 'POST', bulkId: 'q', data: userBody() },
        { method: 'POST', path: '/Users', bulkId: 'r' },
        'nonsense',
        post('good'),
      ]);
      const statuses = statusesOf(answer);
      expect(statuses.slice(0, -1).filter((status) => !['400', '404', '405'].includes(status))).toEqual([]);
      expect(statuses.at(-1)).toBe('201');
      expect((await get(`/Users/${id}`)).status).toBe(200);
    });

    it('#224 a failure carries its whole Error body', async () => {
      const [result] = resultsOf(await done([{ method: 'DELETE', path: `/Users/${unknownId}` }]));
      expect(result).toMatchObject({
        status: '404',
        response: { schemas: [errorSchema], status: '404', detail: expect.stringMatching(/\S/) },
      });
    });

    it('#225 errors do not stop it by default', async () => {
      const bad = { userName: '' };
      expect(statusesOf(await done([post('1', bad), post('2', bad), post('3'), post('4', bad), post('5')]))).toEqual([
        '400',
        '400',
        '201',
        '400',
        '201',
      ]);
    });

    it('#226 failOnErrors stops it after so many, and only what was processed is listed', async () => {
      const bad = { userName: '' };
      const last = newName();
      const operations = [post('1'), post('2', bad), post('3'), post('4', bad), post('5', { userName: last })];
      expect(statusesOf(await done(operations, { failOnErrors: 2 }))).toEqual(['201', '400', '201', '400']);
      expect((await find('/Users', `userName eq "${last}"`)).body['totalResults']).toBe(0);
      expect(statusesOf(await done([post('1', bad), post('2')], { failOnErrors: 1 }))).toEqual(['400']);
    });

    it('#227 bulkIds are resolved in members, manager, paths and PATCH values, forward too', async () => {
      const group = groupBody({ members: [{ value: 'bulkId:later' }, { value: 'bulkId:first' }] });
      const existing = await groupId();
      const answer = await done([
        post('first'),
        { method: 'POST', path: '/Groups', bulkId: 'group', data: group },
        post('later', { [enterpriseSchema]: { manager: { value: 'bulkId:first' } } }),
        { method: 'PATCH', path: '/Users/bulkId:first', data: patchBody({ op: 'add', path: 'title', value: 'x' }) },
        {
          method: 'PATCH',
          path: `/Groups/${existing}`,
          data: patchBody({ op: 'add', path: 'members', value: [{ value: 'bulkId:later' }] }),
        },
      ]);
      const [first, made, later] = resultsOf(answer).map(({ location }) => location);
      expect(statusesOf(answer).slice(0, 3)).toEqual(['201', '201', '201']);
      const members = (body: Record<string, unknown>) =>
        (body['members'] as { value: string }[]).map(({ value }) => value);
      expect(members((await read(made)).body).sort()).toEqual([idAt(first), idAt(later)].sort());
      expect(members((await get(`/Groups/${existing}`)).body)).toEqual([idAt(later)]);
      expect((await read(later)).body[enterpriseSchema]).toMatchObject({ manager: { value: idAt(first) } });
      expect((await read(first)).body['title']).toBe('x');
    });

    const around = (bulkId: string, other: string, displayName = newName()) => ({
      method: 'POST',
      path: '/Groups',
      bulkId,
      data: groupBody({ displayName, members: [{ value: `bulkId:${other}`, type: 'Group' }] }),
    });

    it.each([
      ['without conditions', {}],
      ['where If-Match is required', { requireIfMatch: true }],
    ])('#228 groups that are members of each other are both made, %s', async (_, settings) => {
      const { scim, base } = await ground.directory(settings);
      const operations = [around('one', 'two'), around('two', 'one')];
      const answer = await scim.request('POST', '/Bulk', { schemas: [bulkSchema], Operations: operations });
      expect(statusesOf(answer)).toEqual(['201', '201']);
      const [one, two] = resultsOf(answer).map(({ location = '' }) => location);
      const membersAt = async (location = '') =>
        (await scim.request('GET', location.slice(base.length))).body['members'];
      expect(await membersAt(one)).toMatchObject([{ value: idAt(two), type: 'Group' }]);
      expect(await membersAt(two)).toMatchObject([{ value: idAt(one), type: 'Group' }]);
    });

    it('#228 so is a ring of 300, with each version as it ends up stored', async () => {
      const answer = await done(Array.from({ length: 300 }, (_, n) => around(`g${n}`, `g${(n + 1) % 300}`)));
      const made = resultsOf(answer);
      expect(new Set(statusesOf(answer))).toEqual(new Set(['201']));
      for (const [n, { location, version }] of made.entries()) {
        const group = await read(location);
        expect(group.body['members']).toMatchObject([{ value: idAt(made[(n + 1) % 300]?.location) }]);
        expect(group.headers.get('etag')).toBe(version);
      }
    });

    it('#228 in a ring with a group that cannot be made, the one that refers to it fails too', async () => {
      const ring = [around('a', 'b'), around('b', 'c', ''), around('c', 'a')];
      expect(statusesOf(await done(ring))).toEqual(['409', '400', '201']);
    });

    it('#228 with failOnErrors the references are made one after another', async () => {
      const answer = await done([around('one', 'two'), around('two', 'one')], { failOnErrors: 1 });
      expect(statusesOf(answer)).toEqual(['201', '201']);
      for (const { location, version } of resultsOf(answer)) {
        expect((await read(location)).headers.get('etag')).toBe(version);
      }
    });

    it('#229 an unknown bulkId fails that operation', async () => {
      const group = {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: groupBody({ members: [{ value: 'bulkId:none' }] }),
      };
      const path = { method: 'DELETE', path: '/Users/bulkId:none' };
      const statuses = statusesOf(await done([group, path, post('fine')]));
      for (const status of statuses.slice(0, 2)) expect(['400', '409']).toContain(status);
      expect(statuses[2]).toBe('201');
    });

    it('#229 what refers to a creation that failed fails too', async () => {
      const group = {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: groupBody({ members: [{ value: 'bulkId:bad' }] }),
      };
      const statuses = statusesOf(await done([post('bad', { userName: '' }), group]));
      expect(statuses[0]).toBe('400');
      expect(['400', '409']).toContain(statuses[1]);
    });

    it('#230 more operations than maxOperations are 413, and the limit is named', async () => {
      const tight = await ground.directory({ bulkOperations: 3 });
      const { body } = await tight.scim.request('GET', '/ServiceProviderConfig');
      expect(body['bulk']).toMatchObject({ maxOperations: 3 });
      const operations = ['1', '2', '3', '4'].map((bulkId) => post(bulkId));
      const answer = await tight.scim.request('POST', '/Bulk', { schemas: [bulkSchema], Operations: operations });
      expectError(answer, 413);
      expect(answer.body['detail']).toContain('3');
      expect((await tight.scim.request('GET', '/Users')).body['totalResults']).toBe(0);
    });

    it('#230 a body above maxPayloadSize is 413 before it is read', async () => {
      const tight = await ground.directory({ bulkBytes: 10_000 });
      const { body } = await tight.scim.request('GET', '/ServiceProviderConfig');
      expect(body['bulk']).toMatchObject({ maxPayloadSize: 10_000 });
      const answer = await tight.scim.request('POST', '/Bulk', ' '.repeat(10_001));
      expectError(answer, 413);
      expect(answer.body['detail']).toContain('10000');
      const head = [
        'POST /scim/v2/Bulk HTTP/1.1',
        'Host: x',
        `Authorization: Bearer ${tight.token}`,
        'Content-Type: application/scim+json',
        'Content-Length: 1000000',
        '\r\n',
      ].join('\r\n');
      expect(await rawExchange(ground.origin(), [head], /^HTTP\/1\.1 [\s\S]*\}$/)).toMatch(/^HTTP\/1\.1 413/);
    });

    it.each(['/Bulk', '/Me', '/.search', '/Users/.search'])('#231 %s inside a bulk fails by itself', async (path) => {
      const data = { schemas: [bulkSchema], Operations: [] };
      const statuses = statusesOf(await done([{ method: 'POST', path, bulkId: 'inner', data }, post('fine')]));
      expect(['400', '404', '405', '501']).toContain(statuses[0]);
      expect(statuses[1]).toBe('201');
    });

    it('#232 of two users with one name the second is refused', async () => {
      const userName = newName();
      const answer = await done([post('1', { userName }), post('2', { userName: userName.toUpperCase() })]);
      expect(statusesOf(answer)).toEqual(['201', '409']);
      expect(resultsOf(answer)[1]?.response).toMatchObject({ scimType: 'uniqueness' });
    });

    it('#233 each operation is whole or nothing, and none waits for the others', async () => {
      const created = await user({ title: 'before' });
      const path = `/Users/${created.body['id']}`;
      const half = patchBody({ op: 'replace', path: 'title', value: 'after' }, { op: 'remove', path: 'userName' });
      const answer = await done([post('1'), { method: 'PATCH', path, data: half }, post('2')]);
      expect(statusesOf(answer)).toEqual(['201', '400', '201']);
      expect((await get(path)).body).toEqual(created.body);
    });
  });
