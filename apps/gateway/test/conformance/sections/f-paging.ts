import { eventually } from '#testing';
import type { Ground, ScimDirectory } from '../ground.js';
import { expectError, filtered, listSchema, resourcesOf, userBody } from '../wire.js';

const users = 11;

export const paging = (ground: Ground): void =>
  describe('F. Pagination', () => {
    let directory: ScimDirectory;
    const get = (path: string) => directory.scim.request('GET', path);
    const idsIn = (body: Record<string, unknown>) => (body['Resources'] as { id: string }[]).map(({ id }) => id);
    const page = async (query: string) => {
      const { status, body } = await get(`/Users?${query}`);
      expect({ query, status }).toEqual({ query, status: 200 });
      return body;
    };

    beforeAll(async () => {
      directory = await ground.directory();
      for (let n = 0; n < users; n++) await directory.scim.request('POST', '/Users', userBody());
    });

    it('#135 a list has its five keys and no other', async () => {
      const keys = ['Resources', 'itemsPerPage', 'schemas', 'startIndex', 'totalResults'];
      expect(Object.keys(await page('')).sort()).toEqual(keys);
      expect(Object.keys(await page('startIndex=5&count=2')).sort()).toEqual(keys);
      expect((await page(''))['schemas']).toEqual([listSchema]);
    });

    it('#136 Resources is there even when it is empty', async () => {
      expect((await get(filtered('/Users', 'userName eq "nobody"'))).body['Resources']).toEqual([]);
      expect((await get('/Groups')).body).toMatchObject({ totalResults: 0, Resources: [] });
    });

    it.each(['0', '-5'])('#137 startIndex %s is 1', async (startIndex) => {
      const body = await page(`startIndex=${startIndex}&count=2`);
      expect(body['startIndex']).toBe(1);
      expect(idsIn(body)).toEqual(idsIn(await page('startIndex=1&count=2')));
    });

    it('#138 count 0 asks for the total only', async () => {
      expect(await page('count=0')).toMatchObject({ totalResults: users, itemsPerPage: 0, Resources: [] });
    });

    it('#139 a negative count is 0', async () => {
      expect(await page('count=-3')).toMatchObject({ totalResults: users, itemsPerPage: 0, Resources: [] });
    });

    it('#140 a count above the maximum is capped', async () => {
      const config = (await get('/ServiceProviderConfig')).body['filter'] as { maxResults: number };
      const body = await page(`count=${config.maxResults + 1_000_000}`);
      expect(body).toMatchObject({ totalResults: users, itemsPerPage: users });
    });

    it('#140 (cfg) with pageSize a directory has another maximum, and says so', async () => {
      const own = await ground.directory({ pageSize: 2 });
      for (let n = 0; n < 3; n++) await own.scim.request('POST', '/Users', userBody());
      expect((await own.scim.request('GET', '/ServiceProviderConfig')).body['filter']).toMatchObject({ maxResults: 2 });
      for (const path of ['/Users', '/Users?count=100']) {
        expect((await own.scim.request('GET', path)).body).toMatchObject({ totalResults: 3, itemsPerPage: 2 });
      }
    });

    it('#141 itemsPerPage is what was returned', async () => {
      expect(await page('count=4')).toMatchObject({ itemsPerPage: 4 });
      expect(await page('startIndex=10&count=4')).toMatchObject({ itemsPerPage: 2 });
      expect(idsIn(await page('startIndex=10&count=4'))).toHaveLength(2);
    });

    it('#142 behind the end is an empty page', async () => {
      expect(await page('startIndex=500&count=4')).toMatchObject({
        totalResults: users,
        startIndex: 500,
        itemsPerPage: 0,
        Resources: [],
      });
    });

    it('#143 pages are disjoint and in one order', async () => {
      const pages = [];
      for (let start = 1; start <= users; start += 5) pages.push(...idsIn(await page(`startIndex=${start}&count=5`)));
      expect(new Set(pages).size).toBe(users);
      expect(pages).toEqual(idsIn(await page('')));
      const both = [...idsIn(await page('startIndex=1&count=2')), ...idsIn(await page('startIndex=3&count=2'))];
      expect(both).toEqual(pages.slice(0, 4));
    });

    it.each(['startIndex=abc', 'count=1.5', 'count=many', 'startIndex=1e3'])('#144 %s is refused', async (query) => {
      expectError(await get(`/Users?${query}`), 400, 'invalidValue');
    });

    it('#145 parameter names may be in any case', async () => {
      expect(await page('STARTINDEX=3&Count=2')).toEqual(await page('startIndex=3&count=2'));
    });

    it('#145 (cfg) with parameterCase exact others are unknown', async () => {
      const own = await ground.directory({ parameterCase: 'exact' });
      for (let n = 0; n < 2; n++) await own.scim.request('POST', '/Users', userBody());
      const answer = await own.scim.request('GET', '/Users?Count=1');
      expect(answer.body).toMatchObject({ itemsPerPage: 2 });
    });

    it('#146 totalResults counts every match of this directory and no other', async () => {
      const other = await ground.directory();
      await other.scim.request('POST', '/Users', userBody());
      expect(await page('count=1')).toMatchObject({ totalResults: users });
      expect((await get(filtered('/Users', 'userName pr', '&count=1'))).body['totalResults']).toBe(users);
      expect((await other.scim.request('GET', '/Users?count=5')).body['totalResults']).toBe(1);
    });

    it('#147 unknown parameters are ignored', async () => {
      expect(await page('count=2&foo=bar&_=1')).toEqual(await page('count=2'));
    });

    it('#148 what is too much is capped, not refused', async () => {
      const answer = await get(filtered('/Users', 'userName pr', '&count=99999999999999999999'));
      expect(answer).toMatchObject({ status: 200, body: { totalResults: users } });
    });

    it('#149 the last pages are as whole as the first', async () => {
      const all = idsIn(await page(''));
      expect(idsIn(await page('startIndex=9&count=3'))).toEqual(all.slice(8));
      const last = await get(filtered('/Users', 'userName pr', '&startIndex=11&count=3'));
      expect(idsIn(last.body)).toEqual(all.slice(10));
    });

    it('#150 a cursor leads through all pages', async () => {
      const all: string[] = [];
      let cursor = '';
      let pages = 0;
      for (;;) {
        const body = await page(`count=4&cursor=${cursor}`);
        expect(body).not.toHaveProperty('startIndex');
        if (pages++ === 0) expect(body).not.toHaveProperty('previousCursor');
        expect(body['totalResults']).toBe(users);
        all.push(...idsIn(body));
        if (body['nextCursor'] === undefined) break;
        cursor = encodeURIComponent(body['nextCursor'] as string);
      }
      expect(pages).toBe(3);
      expect(all).toEqual(idsIn(await page('')));
    });

    it('#150 a cursor also follows a filter and an order', async () => {
      const query = `${filtered('', 'userName pr').slice(1)}&sortBy=userName&sortOrder=descending&count=6`;
      const first = await page(`${query}&cursor=`);
      const second = await page(`${query}&cursor=${encodeURIComponent(first['nextCursor'] as string)}`);
      expect(second).not.toHaveProperty('nextCursor');
      const followed = [...idsIn(first), ...idsIn(second)];
      expect(followed).toEqual(idsIn(await page('sortBy=userName&sortOrder=descending')));
    });

    it('#150 a cursor of nobody, or of another query, is refused', async () => {
      const first = await page('count=2&cursor=');
      const cursor = encodeURIComponent(first['nextCursor'] as string);
      expectError(await get('/Users?cursor=nonsense'), 400, 'invalidCursor');
      expectError(await get(`/Users?cursor=${cursor.slice(0, -4)}AAAA`), 400, 'invalidCursor');
      expectError(await get(filtered('/Users', 'userName sw "a"', `&cursor=${cursor}`)), 400, 'invalidCursor');
      expectError(await get('/Users?cursor=&count=x'), 400, 'invalidCount');
      const other = await ground.directory();
      expectError(await other.scim.request('GET', `/Users?cursor=${cursor}`), 400, 'invalidCursor');
    });

    it('#150 an old cursor has expired', async () => {
      const own = await ground.directory({ cursorSeconds: 1 });
      for (let n = 0; n < 2; n++) await own.scim.request('POST', '/Users', userBody());
      const first = await own.scim.request('GET', '/Users?count=1&cursor=');
      const next = `/Users?count=1&cursor=${encodeURIComponent(first.body['nextCursor'] as string)}`;
      expect(resourcesOf(await own.scim.request('GET', next))).toHaveLength(1);
      await eventually(async () => (await own.scim.request('GET', next)).status === 400, { deadlineMs: 5_000 });
      expectError(await own.scim.request('GET', next), 400, 'expiredCursor');
    });
  });
