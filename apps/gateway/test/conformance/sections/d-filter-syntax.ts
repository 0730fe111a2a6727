import type { Ground } from '../ground.js';
import {
  enterpriseSchema,
  expectError,
  filtered,
  groupBody,
  idOf,
  patchBody,
  resourcesOf,
  searchSchema,
  userBody,
} from '../wire.js';
import { filterWorld } from './d-filter-world.js';

export const filterSyntax = (ground: Ground): void =>
  describe('D. Filtering: syntax and limits', () => {
    const { send, get, found, refused, keysOf } = filterWorld(ground);

    it.each([
      ['displayName co "\\"quoted\\""', ['bert']],
      ['displayName co "back\\\\slash"', ['bert']],
      ['displayName sw "10\\/12"', ['dora']],
      ['displayName co "12\\n"', ['dora']],
      ['displayName co "\\u00fcber"', ['dora']],
      ['displayName ew "\\ud83d\\ude00"', ['dora']],
      ['displayName ew "😀"', ['dora']],
      ['title co "of (many) things and [others]"', ['bert']],
      ['title eq "x) or (title pr"', []],
    ])('#117 %s', async (filter, keys) => {
      expect(await found(filter)).toEqual(keys);
    });

    it('#118 null means not present', async () => {
      expect(await found('title eq null')).toEqual(['carl', 'dora']);
      expect(await found('title ne null')).toEqual(['anna', 'bert']);
    });

    it('#119 more blanks than needed, and + for a blank, are taken', async () => {
      expect(await found('  userName   eq    "bert@example.com"  ')).toEqual(['bert']);
      expect(await found('( userName sw "b" )  or  ( userName sw "c" )')).toEqual(['bert', 'carl']);
      const plus = await get('/Users?filter=userName+eq+%22bert@example.com%22');
      expect(keysOf(plus)).toEqual(['bert']);
    });

    it.each([
      ' ',
      'userName eq',
      'userName',
      'eq "x"',
      'userName eq "x" and',
      'and userName eq "x"',
      'userName eq "x" userName eq "y"',
      '(userName eq "x"',
      'userName eq "x")',
      'emails[type eq "work"',
      'emails[]',
      'emails[type eq "work"]]',
      'emails[emails[type eq "x"]]',
      'userName eq "x',
      'userName eq "\\x"',
      'active eq True',
      'not userName eq "x"',
      'userName eq "x" trailing',
    ])('#120 %j is refused', async (filter) => {
      await refused(filter);
    });

    it('#120 an unknown operator is named', async () => {
      expect((await refused('userName regex "x"')).body['detail']).toContain('regex');
    });

    it('#120 (cfg) with unquotedFilterLiteral accept a bare text is a literal', async () => {
      await refused('userName eq bert');
      const own = await ground.directory({ unquotedFilterLiteral: 'accept' });
      await own.scim.request('POST', '/Users', userBody({ userName: 'bert' }));
      const answer = await own.scim.request('GET', filtered('/Users', 'userName eq bert'));
      expect(answer.body['totalResults']).toBe(1);
      await own.scim.request('POST', '/Users', userBody({ nickName: '007', title: 'true' }));
      for (const filter of ['nickName eq 007', 'nickName sw 00', 'title eq true and nickName ew 7', 'active eq true']) {
        const found = await own.scim.request('GET', filtered('/Users', filter));
        expect([filter, resourcesOf(found).some(({ nickName }) => nickName === '007')]).toEqual([filter, true]);
      }
    });

    it('#121 an unknown attribute is refused; at the root it has no value', async () => {
      await refused('nonsense eq "x"');
      await refused(`${enterpriseSchema}:nonsense pr`);
      const root = await get(filtered('/', 'nonsense eq "x" or userName eq "bert@example.com"'));
      expect(keysOf(root)).toEqual(['bert']);
    });

    it('#121 (cfg) with unknownFilterAttribute no-match it matches nobody', async () => {
      const own = await ground.directory({ unknownFilterAttribute: 'no-match' });
      await own.scim.request('POST', '/Users', userBody());
      const answer = await own.scim.request('GET', filtered('/Users', 'nonsense eq "x"'));
      expect(answer).toMatchObject({ status: 200, body: { totalResults: 0 } });
    });

    it.each(['password eq "x"', 'password pr', 'not (password sw "a")'])('#122 %s is refused', async (filter) => {
      await refused(filter);
      await refused(filter, '/');
    });

    it('#122 (cfg) with passwordFilter sensitive it is 403', async () => {
      const own = await ground.directory({ passwordFilter: 'sensitive' });
      expectError(await own.scim.request('GET', filtered('/Users', 'password eq "x"')), 403, 'sensitive');
    });

    it('#123 what is too long, too deep or too much is refused, quickly', async () => {
      const from = performance.now();
      for (const filter of [
        Array.from({ length: 20_000 }, () => 'a eq 1').join(' or '),
        `${'('.repeat(100_000)}userName pr${')'.repeat(100_000)}`,
        `userName eq "${'x'.repeat(500_000)}"`,
        `userName eq "${'\\'.repeat(5_001)}`,
      ]) {
        const answer = await send('POST', '/Users/.search', { schemas: [searchSchema], filter });
        expectError(answer, 400, 'invalidFilter');
      }
      expect(performance.now() - from).toBeLessThan(2_000);
    });

    it('#124 names and literals never become SQL', async () => {
      expect(await found(`userName eq "x' or '1'='1"`)).toEqual([]);
      expect(await found(`title co "$1; drop table users; --"`)).toEqual([]);
      await refused(`userName' eq "x"`);
      await refused(`name.givenName"') eq "x"`);
      expectError(await get(`/Users?sortBy=${encodeURIComponent("userName'); drop table users; --")}`), 400);
      expect(await found('userName pr')).toHaveLength(4);
    });

    it('#125 a filter means the same in a search', async () => {
      for (const filter of [
        'emails[type eq "work" and value co "@example.com"]',
        'not (title pr)',
        'name.givenName gt "a"',
      ]) {
        const answer = await send('POST', '/Users/.search', { schemas: [searchSchema], filter });
        expect(answer.status).toBe(200);
        expect(keysOf(answer)).toEqual(await found(filter));
      }
      const bad = await send('POST', '/Users/.search', { schemas: [searchSchema], filter: 'userName eq' });
      expectError(bad, 400, 'invalidFilter');
    });

    it('#126 a value the service set by default is found', async () => {
      expect(await found('active eq true and userName eq "dora@example.com"')).toEqual(['dora']);
    });

    it('#126 what has been changed is found by its new value only', async () => {
      const own = await ground.directory();
      const created = await own.scim.request('POST', '/Users', userBody({ title: 'before' }));
      const total = async (filter: string) =>
        (await own.scim.request('GET', filtered('/Users', filter))).body['totalResults'];
      const patch = patchBody({ op: 'replace', path: 'title', value: 'after' });
      await own.scim.request('PATCH', `/Users/${idOf(created)}`, patch);
      expect([await total('title eq "before"'), await total('title eq "after"')]).toEqual([0, 1]);
      const group = await own.scim.request('POST', '/Groups', groupBody({ members: [{ value: idOf(created) }] }));
      expect(await total(`groups.value eq "${idOf(group)}"`)).toBe(1);
    });
  });
