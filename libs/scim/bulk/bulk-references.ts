import { isObject } from '../json/json-value.js';

/**
 * RFC 7644 §3.7.2: a value `bulkId:x` stands for the id of what the POST with that bulkId creates. It is a whole string, or
 * what follows the last slash of a URI, or a quoted literal in a PATCH path.
 */
const PREFIX = 'bulkId:';
const inFilter = /"bulkId:([^"\\]+)"/g;

const wholeReference = (text: string): { readonly before: string; readonly bulkId: string } | undefined => {
  const at = text.startsWith(PREFIX) ? 0 : text.lastIndexOf(`/${PREFIX}`) + 1;
  if (at === 0 && !text.startsWith(PREFIX)) return undefined;
  const bulkId = text.slice(at + PREFIX.length);
  return bulkId === '' ? undefined : { before: text.slice(0, at), bulkId };
};

/** Each distinct bulkId the text refers to. */
const idsInText = (text: string): readonly string[] => {
  if (!text.includes(PREFIX)) return [];
  const whole = wholeReference(text);
  return whole ? [whole.bulkId] : [...text.matchAll(inFilter)].map(([, bulkId]) => bulkId!);
};

const collect = (value: unknown, found: Set<string>): void => {
  if (typeof value === 'string') for (const bulkId of idsInText(value)) found.add(bulkId);
  else if (Array.isArray(value)) for (const element of value) collect(element, found);
  else if (isObject(value)) for (const member of Object.values(value)) collect(member, found);
};

/** Every bulkId a value refers to, in order of appearance. Names of members are not looked at. */
export const bulkIdsIn = (value: unknown): ReadonlySet<string> => {
  const found = new Set<string>();
  collect(value, found);
  return found;
};

const resolvedText = (text: string, ids: ReadonlyMap<string, string>): string => {
  if (!text.includes(PREFIX)) return text;
  const whole = wholeReference(text);
  if (whole) {
    const id = ids.get(whole.bulkId);
    return id === undefined ? text : whole.before + id;
  }
  return text.replaceAll(inFilter, (quoted, bulkId: string) => {
    const id = ids.get(bulkId);
    return id === undefined ? quoted : JSON.stringify(id);
  });
};

/**
 * The value with every reference to a bulkId of `ids` replaced; others stay as they are. What was read from JSON goes in,
 * so the nesting is bounded; the value is not changed.
 */
export const resolveBulkIds = (value: unknown, ids: ReadonlyMap<string, string>): unknown => {
  if (typeof value === 'string') return resolvedText(value, ids);
  if (Array.isArray(value)) return value.map((element) => resolveBulkIds(element, ids));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolveBulkIds(member, ids)]));
};
