import { testDatabase } from '#testing';
import { deviceType } from '../filter/differential/device-type.contract.js';
import { type StoredWorld, storeWorld } from '../filter/differential/stored-world.contract.js';
import type { ResourceType } from '../schema/definition.js';
import { groupResourceType, userResourceType } from '../schema/resource-types.js';
import { ENTERPRISE_USER_SCHEMA } from '../schema/urns.js';
import { isScimError } from '../scim-error.js';
import { checkSort } from './check-sort.js';
import { compareResources } from './compare-resources.js';
import { compileSort } from './compile-sort.js';

const seed = Math.floor(Math.random() * 2 ** 31);

const checked = (resourceType: ResourceType, sortBy: string, sortOrder: string) => {
  const sort = checkSort({ sortBy, sortOrder }, resourceType, { unknownSortBy: 'reject' });
  if (!sort || isScimError(sort)) throw new Error(`${sortBy} is refused`);
  return sort;
};

describe(`sorting in SQL and in memory, seed ${seed}`, () => {
  let fixture: Awaited<ReturnType<typeof testDatabase>>;
  let world: StoredWorld;

  beforeAll(async () => {
    fixture = await testDatabase();
    world = await storeWorld(fixture.database, seed);
  });
  afterAll(() => fixture.drop());

  const idsBySql = async (
    types: readonly string[],
    { expression, descending }: NonNullable<ReturnType<typeof compileSort>>,
  ) => {
    const direction = descending ? 'desc nulls first' : 'asc nulls last';
    const rows = await fixture.database.query<{ id: string }>(
      `select id from (
         select r.id, r.created_at, (${expression}) as sort_key from rm_1.resource r
          where r.directory_id = $1 and r.type = any($2)) hit
        order by sort_key ${direction}, created_at, id`,
      [world.directoryId, types],
    );
    return rows.map(({ id }) => id);
  };

  const cases: [string, string][] = [
    ['User', 'userName'],
    ['User', 'NAME.familyname'],
    ['User', 'emails'],
    ['User', 'emails.type'],
    ['User', 'roles.primary'],
    ['User', 'active'],
    ['User', 'profileUrl'],
    ['User', 'id'],
    ['User', 'externalId'],
    ['User', 'meta.created'],
    ['User', 'meta.lastModified'],
    ['User', 'meta.location'],
    ['User', 'meta.version'],
    ['User', 'meta.resourceType'],
    ['User', `${ENTERPRISE_USER_SCHEMA.toUpperCase()}:department`],
    ['User', `${ENTERPRISE_USER_SCHEMA}:manager`],
    ['Group', 'displayName'],
    ['Device', 'displayName'],
    ['Device', 'count'],
    ['Device', 'ratio'],
    ['Device', 'seen'],
    ['Device', 'tags'],
    ['Device', 'levels'],
    ['Device', 'ports'],
    ['Device', 'ports.since'],
    ['Device', 'site.floor'],
    ['Device', 'urn:example:2.0:Device:extra:links.value'],
  ];

  test.each(cases)('127–132: %s by %s', async (name, sortBy) => {
    const resourceType = [userResourceType, groupResourceType, deviceType].find((type) => type.name === name)!;
    for (const order of ['ascending', 'DESCENDING']) {
      const sort = checked(resourceType, sortBy, order);
      const inMemory = [...world.resourcesOf(resourceType)].sort(compareResources(sort)).map(({ id }) => id);
      const compiled = compileSort([sort])!;
      expect({ seed, order, ids: await idsBySql([name], compiled) }).toEqual({ seed, order, ids: inMemory });
    }
  });

  test('134, 270: a search over all types orders by each one’s own attribute', async () => {
    for (const [forUsers, forGroups, forDevices] of [
      ['displayName', 'displayName', 'displayName'],
      ['title', 'externalId', 'serial'],
      ['meta.created', 'displayName', 'count'],
      ['emails', 'id', 'seen'],
    ] as const) {
      const sorts = [
        checked(userResourceType, forUsers, 'ascending'),
        checked(groupResourceType, forGroups, 'ascending'),
        checked(deviceType, forDevices, 'ascending'),
      ];
      const ids = await idsBySql(['User', 'Group', 'Device'], compileSort(sorts)!);
      expect(ids).toHaveLength(world.resourcesOf(userResourceType).length + 25 + world.resourcesOf(deviceType).length);
    }
  });
});
