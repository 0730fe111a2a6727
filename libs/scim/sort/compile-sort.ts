import { keyOf } from '../filter/indexed-key.js';
import { type Cell, foldedText, instantSql, numberSql } from '../filter/sql/cell.js';
import { isCommon, jsonAt, memberCell } from '../filter/sql/relation.js';
import { quoted } from '../filter/sql/sql.js';
import { tagSql } from '../filter/sql/tag-sql.js';
import type { CheckedSort } from './check-sort.js';

export type CompiledSort = {
  /** Null where there is no value: such rows are last when ascending, first when descending. No parameters. */
  readonly expression: string;
  readonly descending: boolean;
};

/**
 * The sort key of a row of `alias`, to be ordered by together with creation time and id. Several sorts, one a resource
 * type, are what a search over all types needs: each row goes by its own type's.
 */
export const compileSort = (sorts: readonly CheckedSort[], alias = 'r'): CompiledSort | undefined => {
  const [first, ...others] = sorts;
  if (!first) return undefined;
  const { descending } = first;
  if (others.length === 0) return { expression: keySql(first, alias), descending };
  const isMixed = others.some((sort) => kindOf(sort) !== kindOf(first));
  const branches = sorts.map((sort) => {
    const key = `(${keySql(sort, alias)})${isMixed ? '::text collate "C"' : ''}`;
    return `when ${quoted(sort.resourceType.name)} then ${key}`;
  });
  return { expression: `case ${alias}.type ${branches.join(' ')} end`, descending };
};

type Kind = 'text' | 'number' | 'milliseconds';

const kindOf = ({ definition, path }: CheckedSort): Kind => {
  if (definition.type === 'dateTime' && isCommon(path)) return 'milliseconds';
  return ['boolean', 'integer', 'decimal', 'dateTime'].includes(definition.type) ? 'number' : 'text';
};

const keySql = (sort: CheckedSort, row: string): string => {
  const { path, resourceType } = sort;
  if (isCommon(path)) return commonKey(sort, row);
  const key = keyOf(resourceType, path);
  if (key === 'user_name_key' || key === 'display_name_key')
    return textKey(sort, { text: `${row}.${key}`, isKey: true });
  if (!path.attribute.multiValued) {
    return valueKey(sort, memberCell(jsonAt(row, path.keys.slice(0, -1)), path.keys.at(-1) ?? ''));
  }
  const list = jsonAt(
    row,
    path.extension === undefined ? [path.attribute.name] : [path.extension, path.attribute.name],
  );
  const cell: Cell = path.subAttribute
    ? memberCell('e.v', path.subAttribute.name)
    : { text: `e.v #>> '{}'`, json: 'e.v' };
  return `select ${valueKey(sort, cell)}
  from jsonb_array_elements(case when jsonb_typeof(${list}) = 'array' then ${list} end) with ordinality e(v, place)
 order by coalesce(e.v->'primary' = 'true'::jsonb, false) desc, e.place limit 1`;
};

const commonKey = (sort: CheckedSort, row: string): string => {
  const { attribute, subAttribute } = sort.path;
  if (attribute.name === 'id') return textKey(sort, { text: `${row}.id::text` });
  if (attribute.name === 'externalId') return textKey(sort, { text: `${row}.external_id`, isKey: true });
  switch (subAttribute?.name) {
    case 'created':
      return `${row}.created_at`;
    case 'lastModified':
      return `${row}.modified_at`;
    case 'version':
      return textKey(sort, { text: tagSql(row) });
    case 'location':
      return textKey(sort, { text: `${row}.type || '/' || ${row}.id` });
    default:
      return textKey(sort, { text: `${row}.type` });
  }
};

const valueKey = (sort: CheckedSort, cell: Cell): string => {
  switch (sort.definition.type) {
    case 'boolean':
      return `case ${cell.json} when 'true'::jsonb then 1 when 'false'::jsonb then 0 end::numeric`;
    case 'integer':
    case 'decimal':
      return numberSql(cell);
    case 'dateTime':
      return instantSql(cell);
    default:
      return textKey(sort, cell);
  }
};

/** One collation for every text key, so that those of several resource types fit one `case`. */
const textKey = ({ folding }: CheckedSort, cell: Cell): string =>
  `nullif(${foldedText(cell, folding)}, '') collate "C"`;
