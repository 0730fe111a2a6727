import {
  type CheckedFilter,
  type CheckedSort,
  type CompiledSort,
  checkFilter,
  checkSort,
  compileFilter,
  compileFilters,
  compileSort,
  isScimError,
  parseFilter,
  type ResourceType,
  type ScimError,
  scimError,
} from '#scim';
import type { Caller } from '../../exchange/caller.js';
import type { QueryParameters } from '../../exchange/query-parameters.js';

/** What a query asks of the rows. `isHeavy`: no index serves it, so the whole directory is read. */
export type QueryPlan = {
  readonly condition?: { readonly text: string; readonly values: readonly unknown[] };
  readonly orderBy?: CompiledSort;
  readonly isHeavy: boolean;
};

const textOf = (name: string, value: unknown): string | undefined | ScimError => {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  return scimError(400, `${name}: must be a single text.`, name === 'filter' ? 'invalidFilter' : 'invalidValue');
};

/** Checks filter and order against every type that is asked, and compiles them. */
export const planQuery = (
  parameters: QueryParameters,
  types: readonly ResourceType[],
  caller: Caller,
  schema: string,
): QueryPlan | ScimError => {
  const filter = textOf('filter', parameters.filter);
  if (isScimError(filter)) return filter;
  const checked = filter === undefined ? [] : checkedFilters(filter, types, caller);
  if (isScimError(checked)) return checked;
  const sorts = checkedSorts(parameters, types, caller);
  if (isScimError(sorts)) return sorts;
  const options = {
    alias: 'r',
    schema,
    firstParameter: 1,
    directoryId: caller.directory.id,
    locationPrefix: caller.baseUrl,
  };
  const [only, ...others] = checked;
  const compiled = only && (others.length === 0 ? compileFilter(only, options) : compileFilters(checked, options));
  const orderBy = compileSort(sorts);
  return {
    ...(compiled && { condition: { text: compiled.sql, values: compiled.values } }),
    ...(orderBy && { orderBy }),
    isHeavy: compiled ? !compiled.indexed : orderBy !== undefined,
  };
};

/** Over several types an attribute that one of them does not know has no value there (RFC 7644 §3.4.2.1). */
const checkedFilters = (
  text: string,
  types: readonly ResourceType[],
  { directory }: Caller,
): readonly CheckedFilter[] | ScimError => {
  const { settings, limits } = directory;
  const { unquotedFilterLiteral } = settings;
  const node = parseFilter(text, { unquotedFilterLiteral, maxTerms: limits.filterTerms });
  if (isScimError(node)) return node;
  const rules = types.length > 1 ? ({ ...settings, unknownFilterAttribute: 'no-match' } as const) : settings;
  const checked: CheckedFilter[] = [];
  for (const type of types) {
    const filter = checkFilter(node, type, rules);
    if (isScimError(filter)) return filter;
    checked.push(filter);
  }
  return checked;
};

const checkedSorts = (
  parameters: QueryParameters,
  types: readonly ResourceType[],
  { directory }: Caller,
): readonly CheckedSort[] | ScimError => {
  const sortBy = textOf('sortBy', parameters.sortBy);
  if (isScimError(sortBy)) return sortBy;
  const sortOrder = textOf('sortOrder', parameters.sortOrder);
  if (isScimError(sortOrder)) return sortOrder;
  const rules = types.length > 1 ? ({ unknownSortBy: 'ignore' } as const) : directory.settings;
  const request = { ...(sortBy !== undefined && { sortBy }), ...(sortOrder !== undefined && { sortOrder }) };
  const sorts: CheckedSort[] = [];
  for (const type of types) {
    const sort = checkSort(request, type, rules);
    if (isScimError(sort)) return sort;
    if (sort) sorts.push(sort);
  }
  return sorts;
};
