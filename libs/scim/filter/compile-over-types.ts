import type { CheckedFilter } from './checked-filter.js';
import { type CompiledFilter, compileFilter } from './compile-filter.js';
import type { CompileOptions } from './sql/compile-scope.js';

/**
 * One condition for a search over several resource types: each row is asked its own type's filter. The filters come from
 * one text, checked against each type with `unknownFilterAttribute: 'no-match'` (RFC 7644 §3.4.2.1).
 */
export const compileFilters = (filters: readonly CheckedFilter[], options: CompileOptions): CompiledFilter => {
  const values: string[] = [];
  const branches = filters.map((filter) => {
    const type = `$${options.firstParameter - 1 + values.push(filter.resourceType.name)}::text`;
    const compiled = compileFilter(filter, { ...options, firstParameter: options.firstParameter + values.length });
    values.push(...compiled.values);
    return { sql: `${options.alias}.type = ${type} and (${compiled.sql})`, indexed: compiled.indexed };
  });
  return {
    sql: branches.length === 0 ? 'false' : branches.map(({ sql }) => `(${sql})`).join(' or '),
    values,
    indexed: branches.every(({ indexed }) => indexed),
  };
};
