import type { Attributes } from '#lifecycle';
import type { Learned, MatchKeys, Outcome, Remote } from '../driver.js';
import type { Endpoint } from './endpoint.js';
import { equalityQuery } from './scim-filter.js';
import type { Send } from './send.js';

export type Search =
  | { readonly is: 'found'; readonly remote: Remote; readonly resource: Attributes }
  | { readonly is: 'none' }
  | Outcome;

/**
 * Looks for the one account that belongs to an object, key by key. What comes back is compared again: some products ignore
 * a filter they do not know and answer with everybody.
 */
export const findAccount = async (
  endpoint: Endpoint,
  keys: MatchKeys,
  matchOn: readonly (keyof MatchKeys)[],
  learned: Learned,
  send: Send,
): Promise<Search> => {
  for (const key of matchOn) {
    const value = keys[key];
    const attribute = key === 'name' ? endpoint.nameAttribute : key;
    if (value === undefined || learned.noFilter?.includes(attribute)) continue;
    const search = await searchBy(endpoint.path, attribute, value, send);
    if (search.is === 'refused' && search.status === 400 && key === 'externalId') {
      return { is: 'learned', learned: { noFilter: [...(learned.noFilter ?? []), attribute] } };
    }
    if (search.is !== 'none') return search;
  }
  return { is: 'none' };
};

const searchBy = async (path: string, attribute: string, value: string, send: Send): Promise<Search> => {
  const query = equalityQuery(attribute, value);
  const sent = await send({ method: 'GET', path: `${path}?${query}` }, { op: 'lookup', asked: 'collection' });
  if (sent.is === 'not') return sent.outcome;
  const list = sent.answer.body as { readonly Resources?: unknown; readonly totalResults?: unknown } | undefined;
  const resources = (Array.isArray(list?.Resources) ? list.Resources : []) as readonly Attributes[];
  const hits = resources.filter(
    (resource) => isUsableId(resource?.['id']) && isEqual(attribute, resource[attribute], value),
  );
  const [hit, ...others] = hits;
  if (others.length > 0) return { is: 'conflict', status: undefined, code: `several_accounts_by_${attribute}` };
  if (hit) return { is: 'found', remote: { id: String(hit['id']), etag: undefined }, resource: hit };
  return Number(list?.totalResults ?? 0) > resources.length
    ? { is: 'refused', status: sent.answer.status, code: `filter_by_${attribute}_is_ignored` }
    : { is: 'none' };
};

/** What can be kept: 1 to 500 characters, none of them NUL. */
export const isUsableId = (id: unknown): id is string =>
  typeof id === 'string' && /^[^\0]{1,500}$/.test(id) && id.isWellFormed();

/** Names are compared without case (RFC 7643 §4.1.1), `externalId` with it. */
const isEqual = (attribute: string, found: unknown, wanted: string): boolean =>
  typeof found === 'string' &&
  (attribute === 'externalId' ? found === wanted : found.toLowerCase() === wanted.toLowerCase());
