import { instantPattern } from '../../canonical/instant.js';
import type { Folding } from '../checked-filter.js';

/** One value of a row or of an element, in the forms the tests need. An expression is null when there is no value. */
export type Cell = {
  readonly text: string;
  /** For numbers, booleans and presence. A cell without it holds text only. */
  readonly json?: string;
  /** When the text is a uuid column's: equality then goes by the column and its index. */
  readonly uuid?: string;
  /** The text is stored as folded and in `collate "C"` already. */
  readonly isKey?: boolean;
};

export const foldedText = ({ text, isKey }: Cell, folding: Folding): string => {
  if (isKey) return text;
  return folding === 'exact' ? `(${text}) collate "C"` : `lower((${text}) collate pg_catalog.pg_c_utf8)`;
};

export const presentSql = ({ text, json }: Cell): string =>
  json === undefined ? `(${text}) <> ''` : `(${json}) not in ('null'::jsonb, '""'::jsonb, '[]'::jsonb, '{}'::jsonb)`;

export const numberSql = ({ json }: Cell): string =>
  `case when jsonb_typeof(${json ?? 'null'}) = 'number' then (${json ?? 'null'})::numeric end`;

/**
 * Nanoseconds since 1970, like `parseInstant`: PostgreSQL's own timestamps end at microseconds. Text that is no
 * date-time gives null; the pattern alone would let the 30th of February through to a cast that throws.
 */
export const instantSql = ({ text }: Cell): string => `(
  select extract(epoch from (left(t, 19) || coalesce(substring(t from '(Z|[+-][0-9:]{5})$'), 'Z'))::timestamptz) * 1000000000
         + rpad(coalesce(substring(t from '\\.([0-9]+)'), ''), 9, '0')::numeric
    from (select x as t from (values (${text})) v(x)
           where x ~ '${instantPattern}' and pg_input_is_valid(x, 'timestamptz') offset 0) valid)`;
