import { type ScimError, scimError } from '../scim-error.js';
import type { FilterNode } from './filter-node.js';
import { type FilterLimits, FilterReader } from './filter-reader.js';

export const defaultFilterLimits: FilterLimits = { maxLength: 16_384, maxDepth: 100, maxTerms: 500 };

export type FilterSyntax = Partial<FilterLimits> & { readonly unquotedFilterLiteral?: 'reject' | 'accept' };

/**
 * The filter of a query, or one refusal with `invalidFilter` that says what is wrong and where. The grammar stands in
 * `filter-reader.ts`.
 */
export const parseFilter = (text: string, syntax: FilterSyntax = {}): FilterNode | ScimError => {
  const limits = { ...defaultFilterLimits, ...syntax };
  if (text.length > limits.maxLength) {
    return invalidFilter(`the filter has ${text.length} characters; at most ${limits.maxLength} are accepted`);
  }
  const reader = new FilterReader(text, limits, syntax.unquotedFilterLiteral === 'accept');
  const node = reader.filter();
  if (!node || !reader.isAtEnd()) return invalidFilter(reader.problemDetail());
  return node;
};

export const invalidFilter = (detail: string): ScimError => scimError(400, `Filter: ${detail}.`, 'invalidFilter');

/** The path of a PATCH operation: `path`, `path[filter]` or `path[filter].subAttribute`; not yet resolved. */
export type PathNode = { readonly path: string; readonly filter?: FilterNode; readonly subAttribute?: string };

/** RFC 7644 §3.5.2, figure 7, with URNs. Refused with `invalidPath`, or `invalidFilter` when the fault is in brackets. */
export const parsePath = (text: string, syntax: FilterSyntax = {}): PathNode | ScimError => {
  const limits = { ...defaultFilterLimits, ...syntax };
  if (text.length > limits.maxLength) {
    return scimError(400, `The path has ${text.length} characters; at most ${limits.maxLength} fit.`, 'invalidPath');
  }
  const reader = new FilterReader(text, limits, syntax.unquotedFilterLiteral === 'accept');
  const node = reader.valuePath();
  if (node && reader.isAtEnd()) return node;
  return text.includes('[') && reader.isInBrackets
    ? invalidFilter(reader.problemDetail())
    : scimError(400, `Path: ${reader.problemDetail()}.`, 'invalidPath');
};
