import { isObject } from '../json/json-value.js';
import type { PatchOperation } from '../patch/patch-request.js';
import { bulkIdsIn } from './bulk-references.js';

/** A resource's data without what cannot be known yet, and the operations that add it afterwards. */
export type Deferred = { readonly data: unknown; readonly later: readonly PatchOperation[] };

const refersTo = (value: unknown, bulkIds: ReadonlySet<string>): boolean =>
  [...bulkIdsIn(value)].some((bulkId) => bulkIds.has(bulkId));

type Part = { readonly now: Readonly<Record<string, unknown>>; readonly later: readonly PatchOperation[] };

const split = (object: Readonly<Record<string, unknown>>, bulkIds: ReadonlySet<string>, prefix: string): Part => {
  const now: [string, unknown][] = [];
  const later: PatchOperation[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (!refersTo(value, bulkIds)) now.push([name, value]);
    else if (prefix === '' && name.includes(':') && isObject(value)) {
      const part = split(value, bulkIds, `${name}:`);
      now.push([name, part.now]);
      later.push(...part.later);
    } else if (Array.isArray(value)) {
      now.push([name, value.filter((element) => !refersTo(element, bulkIds))]);
      later.push({ op: 'add', path: prefix + name, value: value.filter((element) => refersTo(element, bulkIds)) });
    } else later.push({ op: 'add', path: prefix + name, value });
  }
  return { now: Object.fromEntries(now), later };
};

/**
 * Splits the data of a POST that refers to resources made only after it, as groups that are members of one another do:
 * list elements and whole attributes with such a reference are added by PATCH once it is known.
 */
export const deferReferences = (data: unknown, bulkIds: ReadonlySet<string>): Deferred => {
  if (!isObject(data) || bulkIds.size === 0) return { data, later: [] };
  const { now, later } = split(data, bulkIds, '');
  return { data: now, later };
};
