import { isObject, own } from '../json/json-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import type { AttributeDefinition } from '../schema/definition.js';

const resourceReference = (definition: AttributeDefinition | undefined): boolean =>
  definition?.type === 'reference' &&
  (definition.referenceTypes ?? []).some((type) => type !== 'external' && type !== 'uri');

const pointers = new WeakMap<AttributeDefinition, boolean>();

/**
 * A complex attribute that points at a resource by `value` and `$ref`, as `manager` and `members` do. Its `$ref` is never
 * stored: it depends on the address a client came in by, so it is written from `value` when the resource is shown.
 */
export const pointsAtResource = (definition: AttributeDefinition): boolean => {
  const known = pointers.get(definition);
  if (known !== undefined) return known;
  const { subAttributes } = definition;
  const points =
    subAttributes !== undefined &&
    findAttribute(subAttributes, 'value') !== undefined &&
    resourceReference(findAttribute(subAttributes, '$ref'));
  pointers.set(definition, points);
  return points;
};

/** The last segment of a URI, decoded; undefined when there is none. */
const lastSegment = (uri: string): string | undefined => {
  const segment = uri.slice(uri.lastIndexOf('/') + 1);
  if (segment === '') return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** The second last segment of a URI, for example `Groups` of `…/Groups/42`. */
export const collectionOf = (uri: string): string | undefined => uri.split('/').at(-2);

/** Both short forms clients use: the bare id as a string, and an object that has only `$ref`. */
export const spelledOut = (raw: unknown): unknown => {
  if (typeof raw === 'string') return { value: raw };
  if (!isObject(raw) || Object.keys(raw).some((key) => key.toLowerCase() === 'value')) return raw;
  const uri = own(raw, '$ref');
  const id = typeof uri === 'string' ? lastSegment(uri) : undefined;
  return id === undefined ? raw : { ...raw, value: id };
};
