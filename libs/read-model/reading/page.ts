import type { Queryable } from '#persistence';
import { resourceTotals } from '../statements/resource-totals.js';
import { filteredFirstPages, filteredPage, unfilteredPage } from './page-sql.js';
import { type StoredResource, storedResource } from './resource.js';

/**
 * A condition over alias `r` of the resource table, as `compileFilter` gives it; its placeholders start at $1, count on
 * without gaps, and each has its cast behind it. `orderBy` may use the same values.
 */
export type PageQuery = {
  readonly directoryId: string;
  /** Resource type names; one, or several for a search at the root. */
  readonly types: readonly string[];
  readonly condition?: { readonly text: string; readonly values: readonly unknown[] };
  readonly orderBy?: { readonly expression: string; readonly descending: boolean };
  readonly offset: number;
  readonly limit: number;
  /** Instead of an offset, in the order of creation only: start behind this resource. */
  readonly after?: { readonly createdAt: number; readonly id: string };
};

export type ResourcePage = { readonly total: number; readonly resources: readonly StoredResource[] };

type PageRow = Parameters<typeof storedResource>[0];
/** Without an id when the page is empty: only the total counts then. */
type CountedRow = { readonly total: number } & (PageRow | { readonly id: null });

/** The order is that of creation (time, then id) unless `orderBy` says otherwise, with creation as tie-break. */
export const readPage =
  (schema: string) =>
  (queryable: Queryable, query: PageQuery): Promise<ResourcePage> =>
    query.condition || query.orderBy ? readFiltered(schema, queryable, query) : readAll(schema, queryable, query);

const readFiltered = async (schema: string, queryable: Queryable, query: PageQuery): Promise<ResourcePage> => {
  const { text, values } = filteredPage(schema, query);
  return pageOf(await queryable.query<CountedRow>(text, values));
};

const pageOf = (rows: readonly CountedRow[]): ResourcePage => ({
  total: rows[0]?.total ?? 0,
  resources: rows.flatMap((row) => (row.id === null ? [] : [storedResource(row)])),
});

/**
 * Nothing when it must be read alone: only first pages in the order of creation, of a condition with values, can share a
 * statement; those of the same shape do.
 */
export const shapeOf = (query: PageQuery): string | undefined => {
  const { condition, orderBy, after, offset, limit, directoryId, types } = query;
  const isPlain = orderBy === undefined && after === undefined && offset === 0 && limit > 0;
  if (!isPlain || !condition || condition.values.length === 0) return undefined;
  return [directoryId, types.join(), limit, condition.text].join('\0');
};

/** Pages of queries that have the same shape. */
export const readFirstPages =
  (schema: string) =>
  async (queryable: Queryable, queries: readonly PageQuery[]): Promise<readonly ResourcePage[]> => {
    const [first, ...others] = queries;
    if (first === undefined) return [];
    const { text, values } = filteredFirstPages(schema, [first, ...others]);
    const rows = await queryable.query<PageRow & { readonly at: number; readonly total: number }>(text, values);
    const byQuery = Map.groupBy(rows, ({ at }) => at);
    return queries.map((_, n) => {
      const hits = byQuery.get(n + 1) ?? [];
      return { total: hits[0]?.total ?? 0, resources: hits.map(storedResource) };
    });
  };

/** Up to here skipping rows costs less than asking for the total first. */
const NEAR_THE_BEGINNING = 500;

/** The total comes from its own table, and a page in the second half is read from the end: both cost no scan. */
const readAll = async (schema: string, queryable: Queryable, query: PageQuery): Promise<ResourcePage> => {
  const isNear = query.after !== undefined || query.offset <= NEAR_THE_BEGINNING;
  const isBackwards = !isNear && query.offset > (await totalOf(schema, queryable, query)) / 2;
  const { text, values } = unfilteredPage(schema, { ...query, isBackwards });
  const { total, resources } = pageOf(await queryable.query<CountedRow>(text, values));
  const before = isBackwards ? resources.length - Math.max(0, Math.min(query.limit, total - query.offset)) : 0;
  return { total, resources: resources.slice(before) };
};

const totalOf = async (schema: string, queryable: Queryable, { directoryId, types }: PageQuery): Promise<number> => {
  const [totals] = await queryable.query<{ total: number }>(resourceTotals(schema), [directoryId, types]);
  return totals?.total ?? 0;
};
