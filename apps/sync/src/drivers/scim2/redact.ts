import { storable } from '../../storable.js';

const maxChars = 4_000;
const maxDepth = 6;
const maxItems = 20;

/** Says nothing about a person, and something about what went on. */
const shown = new Set([
  'schemas',
  'active',
  'id',
  'externalId',
  'op',
  'path',
  'status',
  'scimType',
  'totalResults',
  'primary',
]);

/** A body for the operation log: names stay, values become their type; long lists and deep objects are cut. */
export const redact = (body: unknown): unknown => {
  const redacted = storable(redactValue(body, 0));
  return JSON.stringify(redacted)?.length > maxChars ? { cut: 'The body is too large to be kept.' } : redacted;
};

/** A request's path without the values that were looked for. */
export const redactPath = (path: string): string => {
  const [pathname, query] = path.split('?');
  if (query === undefined) return path;
  const filter = new URLSearchParams(query).get('filter');
  return filter ? `${pathname}?filter=${filter.replace(/"(?:[^"\\]|\\.)*"/g, '"…"')}` : path;
};

const redactValue = (value: unknown, depth: number): unknown => {
  if (depth > maxDepth) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, maxItems).map((item) => redactValue(item, depth + 1));
    return value.length > maxItems ? [...items, `… ${value.length - maxItems} more`] : items;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactMember(name, member, depth)]));
  }
  return value === null || value === undefined ? value : `<${typeof value}>`;
};

const redactMember = (name: string, member: unknown, depth: number): unknown => {
  if (!shown.has(name) || (typeof member === 'object' && name !== 'schemas')) return redactValue(member, depth + 1);
  return member;
};
