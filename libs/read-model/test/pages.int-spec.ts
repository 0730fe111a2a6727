import type { Database, Queryable, Statement } from '#persistence';
import { FIRST_GENERATION, type PageQuery, type ResourcePage, readModel, shapeOf } from '#read-model';
import { newId } from '#runtime';
import { testDatabase } from '#testing';
import { aResource, removeResources, writeResources } from './rows.js';

describe('a page of resources', () => {
  const reads = readModel(FIRST_GENERATION);
  const directoryId = newId();
  const users = Array.from({ length: 25 }, (_, n) => aResource(n, 'User', { userName: `u${n}`, rank: n % 5 }));
  let database: Database;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ database, drop } = await testDatabase());
    await writeResources(database, directoryId, [...users, aResource(99, 'Group', { displayName: 'g' })]);
    await writeResources(database, newId(), [aResource(5), aResource(6)]);
  });
  afterAll(() => drop());

  const page = (query: Partial<PageQuery>): Promise<ResourcePage> =>
    reads.page(database, { directoryId, types: ['User'], offset: 0, limit: 10, ...query });
  const names = (found: ResourcePage) => found.resources.map((resource) => resource.attributes['userName']);
  const from = (first: number, count: number) => Array.from({ length: count }, (_, n) => `u${first + n}`);

  it.each([
    [0, 10, from(0, 10)],
    [10, 3, from(10, 3)],
    [20, 10, from(20, 5)],
    [24, 1, from(24, 1)],
    [25, 10, []],
    [900, 10, []],
    [0, 0, []],
  ])('without a filter from %i, at most %i, knows the total', async (offset, limit, expected) => {
    const found = await page({ offset, limit });
    expect([found.total, names(found)]).toEqual([25, expected]);
  });

  it.each([
    [700, 10],
    [1_190, 7],
    [1_195, 10],
  ])('is the same page from %i, at most %i, when others come and go between two statements', async (offset, limit) => {
    const large = newId();
    await writeResources(
      database,
      large,
      Array.from({ length: 1_200 }, (_, n) => aResource(n)),
    );
    const passing = aResource(5_000);
    const changes = [
      () => writeResources(database, large, [passing]),
      () => removeResources(database, large, [passing]),
    ];
    for (const [n, change] of changes.entries()) {
      const restless: Queryable = {
        query: async <Row>(statement: Statement | string, values?: readonly unknown[]) => {
          const rows = await database.query<Row>(statement, values);
          await (change as () => Promise<unknown>)();
          return rows;
        },
      };
      const found = await reads.page(restless, { directoryId: large, types: ['User'], offset, limit });
      expect(names(found).slice(0, 1_200 - offset)).toEqual(from(offset, Math.min(limit, 1_200 - offset)));
      expect(found.total).toBe(n === 0 ? 1_201 : 1_200);
    }
  });

  it('goes on behind a resource, in the order of creation', async () => {
    const { created_at: createdAt, id } = users[21]!;
    expect(names(await page({ after: { createdAt, id } }))).toEqual(from(22, 3));
  });

  it('takes a condition with its values, and counts what it holds for', async () => {
    const condition = { text: "(r.doc ->> 'rank')::int = $1 and r.doc ->> 'userName' <> $2", values: [3, 'u3'] };
    const found = await page({ condition, offset: 1, limit: 2 });
    expect([found.total, names(found)]).toEqual([4, ['u13', 'u18']]);
    expect((await page({ condition, offset: 0, limit: 0 })).total).toBe(4);
    expect(await page({ condition: { text: 'false', values: [] } })).toEqual({ total: 0, resources: [] });
  });

  it('reads the first pages of several queries at once as it reads each alone', async () => {
    const queries = [3, 0, 77, 3].map((rank): PageQuery => {
      const text = "r.doc ->> 'userName' <> $2::text and (r.doc ->> 'rank')::numeric = $1::numeric";
      return { directoryId, types: ['User'], offset: 0, limit: 2, condition: { text, values: [String(rank), 'u3'] } };
    });
    expect(new Set(queries.map(shapeOf)).size).toBe(1);
    const alone = await Promise.all(queries.map((query) => reads.page(database, query)));
    expect(await reads.firstPages(database, queries)).toEqual(alone);
    expect(alone.map(({ total }) => total)).toEqual([4, 5, 0, 4]);
  });

  it('shares a statement among first pages in the order of creation only', () => {
    const query: PageQuery = {
      directoryId,
      types: ['User'],
      offset: 0,
      limit: 2,
      condition: { text: '$1::text is null', values: ['x'] },
    };
    expect(shapeOf(query)).toEqual(shapeOf({ ...query, condition: { text: '$1::text is null', values: ['y'] } }));
    expect(shapeOf({ ...query, limit: 3 })).not.toEqual(shapeOf(query));
    expect(shapeOf({ ...query, directoryId: newId() })).not.toEqual(shapeOf(query));
    expect(shapeOf({ ...query, offset: 2 })).toBeUndefined();
    expect(shapeOf({ ...query, limit: 0 })).toBeUndefined();
    expect(shapeOf({ ...query, orderBy: { expression: 'r.id', descending: false } })).toBeUndefined();
    expect(shapeOf({ ...query, condition: { text: 'false', values: [] } })).toBeUndefined();
  });

  it('sorts by an expression, then by creation, what has none last', async () => {
    const orderBy = { expression: "(r.doc ->> 'rank')::int", descending: true };
    expect(names(await page({ orderBy, limit: 6 }))).toEqual(['u4', 'u9', 'u14', 'u19', 'u24', 'u3']);
  });

  it('spans several types at the root, and never another directory', async () => {
    const found = await page({ types: ['User', 'Group'], offset: 20, limit: 100 });
    expect([found.total, found.resources.length, found.resources.at(-1)?.type]).toEqual([26, 6, 'Group']);
  });

  it('follows deletions', async () => {
    const extra = [aResource(50), aResource(51)];
    await writeResources(database, directoryId, extra);
    expect((await page({ limit: 0 })).total).toBe(27);
    await removeResources(database, directoryId, [...extra, aResource(77)]);
    expect((await page({ limit: 0 })).total).toBe(25);
  });

  it('finds several by id, of the types asked for only', async () => {
    const ids = [users[3]!.id, users[4]!.id, newId()];
    const found = await reads.resources(database, { directoryId, types: ['User'], ids });
    expect(found.map((resource) => resource.id).sort()).toEqual(ids.slice(0, 2).sort());
    expect(await reads.resources(database, { directoryId, types: ['Group'], ids })).toEqual([]);
  });
});
