import fc from 'fast-check';
import { testDatabase } from '#testing';
import { foldCase } from '../canonical/fold.js';
import type { ResourceType } from '../schema/definition.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { isScimError } from '../scim-error.js';
import { checkFilter, defaultFilterRules } from './check-filter.js';
import type { CheckedFilter } from './checked-filter.js';
import { compileFilter } from './compile-filter.js';
import { compileFilters } from './compile-over-types.js';
import { arbitraryFilter } from './differential/arbitrary-filters.contract.js';
import { deviceType } from './differential/device-type.contract.js';
import { LOCATION_PREFIX, type StoredWorld, storeWorld } from './differential/stored-world.contract.js';
import type { FilterNode } from './filter-node.js';
import { matches } from './matches.js';
import { parseFilter } from './parse-filter.js';

const FILTERS_PER_TYPE = 300;
const seed = Number(process.env['SCIM_FILTER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const checked = (text: string, resourceType: ResourceType, rules = defaultFilterRules) => {
  const node = parseFilter(text);
  const filter = isScimError(node) ? node : checkFilter(node, resourceType, rules);
  if (isScimError(filter)) throw new Error(`seed ${seed}: ${text} is refused: ${filter.detail}`);
  return filter;
};

describe('SQL and evaluator', () => {
  let fixture: Awaited<ReturnType<typeof testDatabase>>;
  let world: StoredWorld;

  beforeAll(async () => {
    fixture = await testDatabase();
    world = await storeWorld(fixture.database, seed);
    await storeWorld(fixture.database, seed + 7);
  });
  afterAll(() => fixture.drop());

  const idsBySql = async (text: string, resourceType: ResourceType, rules = defaultFilterRules) => {
    const compiled = compileFilter(checked(text, resourceType, rules), {
      alias: 'r',
      schema: 'rm_1',
      firstParameter: 3,
      locationPrefix: LOCATION_PREFIX,
      ...(text.length % 2 === 0 && { directoryId: world.directoryId }),
    });
    const rows = await fixture.database.query<{ id: string }>(
      `select r.id from rm_1.resource r where r.directory_id = $1 and r.type = $2 and (${compiled.sql}) order by r.id`,
      [world.directoryId, resourceType.name, ...compiled.values],
    );
    return rows.map(({ id }) => id);
  };

  const idsInMemory = (text: string, resourceType: ResourceType, rules = defaultFilterRules) =>
    world
      .resourcesOf(resourceType)
      .filter((resource) => matches(checked(text, resourceType, rules), resource))
      .map(({ id }) => id)
      .sort();

  test('96: every character loses its case alike in PostgreSQL and here', async () => {
    const rows = await fixture.database.query<{ point: number; folded: string }>(
      `select point, lower(chr(point) collate pg_catalog.pg_c_utf8) as folded
         from generate_series(1, 1114111) point where point not between 55296 and 57343`,
    );
    const different = rows.filter(({ point, folded }) => foldCase(String.fromCodePoint(point)) !== folded);
    expect(different).toEqual([]);
  });

  test.each([
    ['User', userResourceType],
    ['Group', groupResourceType],
    ['Device', deviceType],
  ])(`find the same: %s, ${FILTERS_PER_TYPE} filters from seed ${seed}`, async (_, resourceType) => {
    const resources = world.resourcesOf(resourceType);
    const ids = [...resources, ...world.resourcesOf(groupResourceType)].map(({ id }) => id);
    const tags = resources.map(({ meta }) => (meta as { version: string }).version);
    const filters = fc.sample(arbitraryFilter(resourceType, [...ids, ...tags]), { numRuns: FILTERS_PER_TYPE, seed });
    let hits = 0;
    const differences: unknown[] = [];
    for (const [at, text] of filters.entries()) {
      const rules = { ...defaultFilterRules, absentBooleanNotEqual: at % 2 ? 'match' : 'no-match' } as const;
      const inMemory = idsInMemory(text, resourceType, rules);
      const inSql = await idsBySql(text, resourceType, rules);
      hits += inMemory.length;
      const apart = resources.filter(({ id }) => inMemory.includes(id) !== inSql.includes(id));
      if (apart.length > 0)
        differences.push({ text, memory: inMemory.includes(apart[0]?.id ?? ''), resource: apart[0] });
    }
    expect({ seed, differences: differences.slice(0, 3) }).toEqual({ seed, differences: [] });
    const cases = filters.length * resources.length;
    expect(hits).toBeGreaterThan(cases / 20);
    expect(hits).toBeLessThan(cases - cases / 20);
  });

  test(`85: memberships, shown or walked, are the same, seed ${seed}`, async () => {
    const groups = world.resourcesOf(groupResourceType).map(({ id, displayName }) => ({ id, displayName }));
    const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
    const types = ['direct', 'Indirect', 'dire', 'in', '', 'f'].flatMap((operand) =>
      operators.map((operator) => `type ${operator} "${operand}"`),
    );
    const others = groups
      .slice(0, 5)
      .flatMap(({ id, displayName }) => [
        `value eq "${id}"`,
        `value ne "${id}"`,
        `display eq ${JSON.stringify(displayName ?? '')}`,
        `type eq "direct" and value eq "${id}"`,
      ]);
    const tests = ['value pr', '$ref pr', 'display pr', 'type pr', ...types, ...others];
    const whole = tests.filter((test) => !test.includes(' and ')).map((test) => `groups.${test}`);
    const texts = ['groups pr', ...whole, ...tests.map((test) => `groups[${test}]`)];
    for (const text of texts.flatMap((one) => [one, `not (${one})`])) {
      const ids = await idsBySql(text, userResourceType);
      expect({ seed, text, ids }).toEqual({ seed, text, ids: idsInMemory(text, userResourceType) });
    }
  });

  test(`270, 121: a search over all types asks each row its own type's filter, seed ${seed}`, async () => {
    const types = [userResourceType, groupResourceType, deviceType];
    const rules = { ...defaultFilterRules, unknownFilterAttribute: 'no-match' } as const;
    const texts = [
      'displayName co "a"',
      'title ne "x" and meta.resourceType ne "User"',
      'tags pr or members pr or count gt 1',
      ...types.flatMap((type) => fc.sample(arbitraryFilter(type, []), { numRuns: 20, seed })),
    ];
    for (const text of texts) {
      // A name may be of another type elsewhere; such a filter is refused and not this test's subject.
      const filters = types.map((type) => checkFilter(parseFilter(text) as FilterNode, type, rules));
      if (filters.some(isScimError)) continue;
      const compiled = compileFilters(filters as CheckedFilter[], {
        alias: 'r',
        schema: 'rm_1',
        firstParameter: 2,
        directoryId: world.directoryId,
        locationPrefix: LOCATION_PREFIX,
      });
      const rows = await fixture.database.query<{ id: string }>(
        `select r.id from rm_1.resource r where r.directory_id = $1 and (${compiled.sql}) order by r.id`,
        [world.directoryId, ...compiled.values],
      );
      const expected = types.flatMap((type) => idsInMemory(text, type, rules)).sort();
      expect({ seed, text, ids: rows.map(({ id }) => id) }).toEqual({ seed, text, ids: expected });
    }
  });
});
