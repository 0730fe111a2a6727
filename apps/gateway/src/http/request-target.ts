/**
 * request target = [scheme "://" authority] path ["?" query]
 *
 * What a client behind a proxy puts before the path is left out (RFC 9112 §3.2.2): the base URL is configured.
 * Forgiven (clients append `/Users` to whatever base URL an admin typed): several slashes in a row, a trailing slash,
 * a bare `?`, a trailing `&`. Paths are matched after this, so nothing behind it has to know.
 */
const untidy = /\/\/|.\/(?:\?|$)|[?&]$/;
const absolute = /^https?:\/\/[^/?#]*/i;

export const tidyTarget = (target: string): string => {
  if (!untidy.test(target)) return target;
  const sent = splitTarget(target.replace(absolute, ''));
  const path = `/${sent.path}`.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  const query = sent.query.replace(/&+$/, '');
  return query === '' ? path : `${path}?${query}`;
};

export type SplitTarget = { readonly path: string; readonly query: string };

export const splitTarget = (target: string): SplitTarget => {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
};

/**
 * A plus is a blank, as forms write it. In a parameter that writes its blanks as %20 it is a plus (RFC 3986), as in the
 * address `ada+test@example.com`: clients that escape a URL as a whole send it so.
 */
export const parametersOf = (query: string): URLSearchParams => {
  if (!query.includes('+') || !query.includes('%20')) return new URLSearchParams(query);
  const parameters = query.split('&').map((text) => (text.includes('%20') ? text.replaceAll('+', '%2B') : text));
  return new URLSearchParams(parameters.join('&'));
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
