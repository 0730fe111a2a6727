/**
 * request target = path ["?" query]
 *
 * Forgiven (clients append `/Users` to whatever base URL an admin typed): several slashes in a row, a trailing slash,
 * a bare `?`, a trailing `&`. Paths are matched after this, so nothing behind it has to know.
 */
const untidy = /\/\/|.\/(?:\?|$)|[?&]$/;

export const tidyTarget = (target: string): string => {
  if (!untidy.test(target)) return target;
  const mark = target.indexOf('?');
  const path = (mark < 0 ? target : target.slice(0, mark)).replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  const query = mark < 0 ? '' : target.slice(mark + 1).replace(/&+$/, '');
  return query === '' ? path : `${path}?${query}`;
};

export type SplitTarget = { readonly path: string; readonly query: string };

export const splitTarget = (target: string): SplitTarget => {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
};

/** Decoded segments of a path without its base, or nothing when an escape is malformed. */
export const segmentsOf = (path: string): readonly string[] | undefined => {
  try {
    const segments = path.split('/').filter((segment) => segment !== '');
    return path.includes('%') ? segments.map(decodeURIComponent) : segments;
  } catch {
    return undefined;
  }
};
