import { resourceTotals } from '../statements/resource-totals.js';
import type { PageQuery } from './page.js';

type Sql = { readonly text: string; readonly values: readonly unknown[] };

/** One query for rows and total: the condition, which no index may serve, is evaluated once per row. */
export const filteredPage = (schema: string, query: PageQuery): Sql => {
  const values: unknown[] = [...(query.condition?.values ?? [])];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = [scope(query, bind), ...(query.condition ? [`(${query.condition.text})`] : [])].join(' and ');
  const direction = query.orderBy?.descending ? 'desc nulls first' : 'asc nulls last';
  const sortKey = query.orderBy?.expression ?? 'null::int';
  const order = `sort_key ${direction}, created_at, id`;
  const after = query.after
    ? `where (created_at, id) > (${bind(query.after.createdAt)}::bigint, ${bind(query.after.id)}::uuid)`
    : '';
  const text = `
with hit as materialized (
  select r.type, r.id, r.created_at, (${sortKey}) as sort_key from ${schema}.resource r where ${where}
), chosen as (
  select * from hit ${after} order by ${order} limit ${bind(query.limit)} offset ${bind(query.offset)}
), found as (
  select c.sort_key, r.type, r.id, r.version, r.cascades, r.created_at, r.modified_at, r.doc::text as doc
    from chosen c join ${schema}.resource r on r.directory_id = ${bind(query.directoryId)}
     and r.type = c.type and r.id = c.id
)
select n.total, f.type, f.id, f.version, f.cascades, f.created_at, f.modified_at, f.doc
  from (select count(*)::int as total from hit) n left join found f on true
 order by ${order}`;
  return { text, values };
};

/**
 * The first pages of several queries that differ in the values of their condition only, in one statement. Each row says
 * by `at`, from 1, whose it is; a query without hits has none. Materialised, so that the order does not lead the planner
 * past the index of the condition to that of the order.
 */
export const filteredFirstPages = (schema: string, queries: readonly [PageQuery, ...PageQuery[]]): Sql => {
  const [first] = queries;
  const lists = (first.condition?.values ?? []).map((_, n) => queries.map(({ condition }) => condition?.values[n]));
  const values: unknown[] = [...lists];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const asked = lists.map((_, n) => `v${n + 1}`);
  const condition = (first.condition?.text ?? '').replace(/\$(\d+)(?=::)/g, 'k.v$1');
  const text = `
select k.at::int as at, hit.total, r.type, r.id, r.version, r.cascades, r.created_at, r.modified_at, r.doc::text as doc
  from unnest(${lists.map((_, n) => `$${n + 1}::text[]`).join(', ')}) with ordinality as k (${asked.join(', ')}, at)
 cross join lateral (
   with found as materialized (
     select r.type, r.id, r.created_at from ${schema}.resource r where ${scope(first, bind)} and (${condition})
   )
   select type, id, count(*) over ()::int as total
     from found
    order by created_at, id
    limit ${bind(first.limit)}
 ) hit
  join ${schema}.resource r on r.directory_id = ${bind(first.directoryId)} and r.type = hit.type and r.id = hit.id
 order by k.at, r.created_at, r.id`;
  return { text, values };
};

/**
 * Rows and total of one moment: counted from the end, a page lies elsewhere as soon as the total is another. One row
 * without an id when the page is empty. Backwards, a page at the very end also has rows of before its beginning.
 */
export const unfilteredPage = (schema: string, query: PageQuery & { readonly isBackwards: boolean }): Sql => {
  const values: unknown[] = [query.directoryId, query.types];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = [scope(query, bind)];
  if (query.after) where.push(`(r.created_at, r.id) > (${bind(query.after.createdAt)}, ${bind(query.after.id)})`);
  const direction = query.isBackwards ? 'desc' : 'asc';
  const offset = bind(query.offset);
  const limit = bind(query.limit);
  const skipped = query.isBackwards ? `greatest(n.total - ${offset}::bigint - ${limit}::bigint, 0)` : offset;
  const text = `
select n.total, p.type, p.id, p.version, p.cascades, p.created_at, p.modified_at, p.doc
  from (${resourceTotals(schema).text}) n left join lateral (
    select r.type, r.id, r.version, r.cascades, r.created_at, r.modified_at, r.doc::text as doc
      from ${schema}.resource r
     where ${where.join(' and ')}
     order by r.created_at ${direction}, r.id ${direction}
     limit ${limit} offset ${skipped}
  ) p on true
 order by p.created_at, p.id`;
  return { text, values };
};

/** A single type is compared by equality, so that indexes which begin with (directory, type) also give the order. */
const scope = (query: PageQuery, bind: (value: unknown) => string): string => {
  const directory = `r.directory_id = ${bind(query.directoryId)}`;
  const [only, ...others] = query.types;
  return others.length === 0
    ? `${directory} and r.type = ${bind(only)}`
    : `${directory} and r.type = any(${bind(query.types)}::text[])`;
};
