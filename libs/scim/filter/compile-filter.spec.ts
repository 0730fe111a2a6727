import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { isScimError } from '../scim-error.js';
import { checkFilter } from './check-filter.js';
import { compileFilter } from './compile-filter.js';
import { parseFilter } from './parse-filter.js';

const options = { alias: 'r', schema: 'rm_1', firstParameter: 1 } as const;
const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

const compiled = (text: string, resourceType = userResourceType, more = {}) => {
  const node = parseFilter(text);
  const filter = isScimError(node) ? node : checkFilter(node, resourceType);
  if (isScimError(filter)) throw new Error(filter.detail);
  return compileFilter(filter, { ...options, ...more });
};

describe('the SQL of a filter', () => {
  test.each([
    ['userName eq "Ada"', 'r.user_name_key = $1::text', ['ada']],
    ['externalId eq "E-1"', 'r.external_id = $1::text', ['E-1']],
    ['displayName eq "Ada"', 'r.display_name_key = $1::text', ['ada']],
    ['emails.value eq "A@b.test"', 'r.email_keys @> array[$1::text]', ['a@b.test']],
    ['emails eq "A@b.test"', 'r.email_keys @> array[$1::text]', ['a@b.test']],
    [`id eq "${ID}"`, 'r.id = $1::uuid', [ID]],
    ['id eq "not-a-uuid"', 'false', []],
    ['meta.created ge "2024-01-01T00:00:00Z"', 'r.created_at >= $1::bigint', ['1704067200000']],
    ['meta.lastModified gt "2024-01-01T00:00:00.0001Z"', 'r.modified_at > $1::bigint', ['1704067200000']],
    ['meta.lastModified lt "2024-01-01T00:00:00.0001Z"', 'r.modified_at <= $1::bigint', ['1704067200000']],
  ])('116, 149: %s goes by a column', (text, sql, values) => {
    expect(compiled(text)).toMatchObject({ sql, values });
  });

  test.each([
    ['userName eq "x"', true],
    ['userName sw "x"', false],
    ['userName eq "x" and title eq "y"', true],
    ['userName eq "x" or title eq "y"', false],
    ['userName eq "x" or emails eq "y" or externalId eq "z"', true],
    ['not (userName eq "x")', false],
    ['emails[type eq "work" and value eq "x"]', true],
    ['emails[type eq "work"].value eq "x"', true],
    ['emails[type eq "work" or value eq "x"]', false],
    [`groups.value eq "${ID}"`, true],
    ['id eq "nothing"', true],
    ['title pr', false],
  ])('149: %s is served by an index: %s', (text, indexed) => {
    expect(compiled(text).indexed).toBe(indexed);
  });

  test('89, 149: members are found from the member’s side', () => {
    for (const text of [`members eq "${ID}"`, `members.value eq "${ID}"`, `members[value eq "${ID}"]`]) {
      const { sql, indexed, values } = compiled(text, groupResourceType);
      expect(sql).toContain('m.member_id = $');
      expect([indexed, values]).toEqual([true, [ID]]);
    }
    expect(compiled('members.value eq "x"', groupResourceType).sql).toContain('false');
  });

  test.each([
    'groups pr',
    'groups.$ref pr',
    'groups.type eq "Direct"',
    'groups.type sw "d"',
    'groups[type co "direct"]',
  ])('149: %s walks no groups: whoever is in one is in one directly', (text) => {
    expect(compiled(text).sql).toBe(
      'exists (select from rm_1.group_member m where m.directory_id = r.directory_id and m.member_id = r.id)',
    );
  });

  test('149: a type that no membership has finds nothing; what depends on each user is asked of each', () => {
    expect(compiled('groups.type eq "other"')).toMatchObject({ sql: 'false', indexed: true });
    for (const text of ['groups.type eq "indirect"', 'groups.type ne "direct"', 'groups[type ne "direct"]']) {
      expect(compiled(text).sql).toContain('recursive above');
    }
    expect(compiled(`groups[value eq "${ID}" and type eq "direct"]`).sql).toContain('recursive above');
  });

  test('124: what the client sent is in no part of the text', () => {
    const evil = `zq'"--zq$1\\`;
    const paths = ['userName', 'title', 'emails', 'emails.type', 'groups.display', 'schemas', 'meta.location', 'id'];
    for (const path of paths) {
      for (const operator of ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le']) {
        const { sql, values } = compiled(`${path} ${operator} ${JSON.stringify(evil)}`);
        expect(sql).not.toContain('zq');
        expect(values.length === 0 || values.some((value) => value.includes('zq'))).toBe(true);
      }
    }
  });

  test('124: placeholders count on from the first one asked for', () => {
    const { sql, values } = compiled('title eq "a" and (nickName co "b" or groups.display eq "c")', userResourceType, {
      firstParameter: 4,
      directoryId: ID,
    });
    expect([...sql.matchAll(/\$(\d+)/g)].map(([, at]) => Number(at)).sort()).toEqual([4, 5, 6, 7, 7, 7]);
    expect(values).toEqual(['a', 'b', 'c', ID]);
  });

  test('124: a schema’s own quotes stay inside their literal', () => {
    const custom = {
      ...userResourceType,
      extensions: [{ required: false, schema: { ...userResourceType.schema, id: "urn:it's:x" } }],
    };
    expect(compiled('urn:it\'s:x:title eq "a"', custom).sql).toContain("'urn:it''s:x'");
  });
});
