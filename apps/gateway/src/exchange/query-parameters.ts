import type { ScimSettings } from '#scim';

/** RFC 7644 §3.4.2 and RFC 9865: what a query may say, in the address or in the body of a search. Not checked yet. */
export type QueryParameters = { readonly [Name in (typeof names)[number]]?: unknown };

const names = [
  'attributes',
  'excludedAttributes',
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
] as const;

const byFoldedName = new Map<string, string>(names.map((name) => [name.toLowerCase(), name]));

/** Repeated parameters become lists; those nobody knows are ignored (RFC 7644 §3.4.2). */
export const queryParameters = (
  query: URLSearchParams,
  settings: Pick<ScimSettings, 'parameterCase'>,
): QueryParameters => {
  if (query.size === 0) return {};
  const found: Record<string, string | string[]> = {};
  for (const key of new Set(query.keys())) {
    const name = byFoldedName.get(key.toLowerCase());
    if (name === undefined || (settings.parameterCase === 'exact' && name !== key)) continue;
    const values = query.getAll(key);
    found[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return found;
};

/** The same from the members of a search request; message names have no case (RFC 7643 §2.1). */
export const searchParameters = (body: Readonly<Record<string, unknown>>): QueryParameters => {
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = byFoldedName.get(key.toLowerCase());
    if (name !== undefined) found[name] = value;
  }
  return found;
};
