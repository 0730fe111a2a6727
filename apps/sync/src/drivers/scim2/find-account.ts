import type { Attributes } from '#lifecycle';
import type { Learned, MatchKeys, Outcome, Remote } from '../driver.js';
import { equalityQuery } from './scim-filter.js';
import type { Send } from './send.js';

export type Search =
  | { readonly is: 'found'; readonly remote: Remote; readonly resource: Attributes }
  | { readonly is: 'none' }
  | Outcome;

type Key = 'externalId' | 'userName';

/**
 * Looks for the one account that belongs to an object, key by key. What comes back is compared again: some products ignore
 * a filter they do not know and answer with everybody.
 */
export const findAccount = async (
  path: string,
  keys: MatchKeys,
  matchOn: readonly Key[],
  learned: Learned,
  send: Send,
): Promise<Search> => {
  for (const key of matchOn) {
    const value = keys[key];
    if (value === undefined || learned.noFilter?.includes(key)) continue;
    const search = await searchBy(path, key, value, learned, send);
    if (search.is !== 'none') return search;
  }
  return { is: 'none' };
};

const searchBy = async (path: string, key: Key, value: string, learned: Learned, send: Send): Promise<Search> => {
  const sent = await send(
    { method: 'GET', path: `${path}?${equalityQuery(key, value)}` },
    { op: 'lookup', asked: 'collection' },
  );
  if (sent.is === 'not') {
    const isFilterRefused = sent.outcome.is === 'refused' && sent.outcome.status === 400 && key !== 'userName';
    return isFilterRefused
      ? { is: 'learned', learned: { noFilter: [...(learned.noFilter ?? []), key] } }
      : sent.outcome;
  }
  const list = sent.answer.body as { readonly Resources?: unknown; readonly totalResults?: unknown } | undefined;
  const resources = (Array.isArray(list?.Resources) ? list.Resources : []) as readonly Attributes[];
  const hits = resources.filter(
    (resource) => typeof resource?.['id'] === 'string' && isEqual(key, resource[key], value),
  );
  const [hit, ...others] = hits;
  if (others.length > 0) return { is: 'conflict', status: undefined, code: `several_accounts_by_${key}` };
  if (hit) return { is: 'found', remote: { id: String(hit['id']), etag: undefined }, resource: hit };
  return Number(list?.totalResults ?? 0) > resources.length
    ? { is: 'refused', status: sent.answer.status, code: `filter_by_${key}_is_ignored` }
    : { is: 'none' };
};

/** `userName` is compared without case (RFC 7643 §4.1.1), `externalId` with it. */
const isEqual = (key: Key, found: unknown, wanted: string): boolean =>
  typeof found === 'string' && (key === 'userName' ? found.toLowerCase() === wanted.toLowerCase() : found === wanted);
