import { type ScimError, scimError } from '../scim-error.js';

/** As they came: text from a query, numbers or text from a search body. */
export type PagingParameters = { readonly startIndex?: unknown; readonly count?: unknown; readonly cursor?: unknown };

export type PageLimits = { readonly defaultPageSize: number; readonly maxPageSize: number };

/** `startIndex` counts from 1 and is what the answer echoes; no `cursor` in cursor paging means the first page. */
export type Paging =
  | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
  | { readonly kind: 'cursor'; readonly cursor?: string; readonly count: number };

/**
 * RFC 7644 §3.4.2.4: what is below a bound counts as the bound, a count above the maximum is capped, and what is no
 * whole number is refused. A `cursor` parameter, even an empty one, asks for RFC 9865 paging; `startIndex` beside it is
 * then not looked at.
 */
export const readPaging = (parameters: PagingParameters, limits: PageLimits): Paging | ScimError => {
  const isCursor = isGiven(parameters.cursor) || parameters.cursor === '';
  const asked = isGiven(parameters.count) ? wholeNumber(parameters.count) : limits.defaultPageSize;
  if (asked === undefined) return notWhole('count', isCursor ? 'invalidCount' : 'invalidValue');
  const count = Math.min(Math.max(asked, 0), limits.maxPageSize);
  if (isCursor) return cursorPaging(parameters.cursor, count);
  const startIndex = isGiven(parameters.startIndex) ? wholeNumber(parameters.startIndex) : 1;
  if (startIndex === undefined) return notWhole('startIndex', 'invalidValue');
  return { kind: 'index', startIndex: Math.max(startIndex, 1), count };
};

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

const cursorPaging = (cursor: unknown, count: number): Paging | ScimError => {
  if (typeof cursor !== 'string') return scimError(400, 'cursor must be a text.', 'invalidCursor');
  return cursor === '' ? { kind: 'cursor', count } : { kind: 'cursor', cursor, count };
};

/** Beyond what a double holds exactly, any page is as empty as the last one it does hold. */
const wholeNumber = (value: unknown): number | undefined => {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (!/^[+-]?\d{1,400}$/.test(text)) return undefined;
  return Math.min(Math.max(Number(text), -1), Number.MAX_SAFE_INTEGER);
};

const notWhole = (name: string, scimType: 'invalidValue' | 'invalidCount'): ScimError =>
  scimError(400, `${name} must be a whole number.`, scimType);
