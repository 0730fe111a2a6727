import { isObject } from '../json/json-value.js';
import { resolveUrn } from '../resolve/resolve-urn.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import type { Projection } from './projection.js';

/** A part of a request that wrote something: a whole body at path '', or one operation of a PATCH. */
export type WrittenPart = { readonly path?: string; readonly value: unknown };

const onRequest = (definition: AttributeDefinition): boolean =>
  definition.returned === 'request' || (definition.subAttributes ?? []).some(onRequest);

const knownTypes = new WeakMap<ResourceType, boolean>();

const hasAnyOnRequest = (type: ResourceType): boolean => {
  const known = knownTypes.get(type);
  if (known !== undefined) return known;
  const schemas = [type.schema, ...type.extensions.map(({ schema }) => schema)];
  const found = schemas.some(({ attributes }) => attributes.some(onRequest));
  knownTypes.set(type, found);
  return found;
};

/**
 * The projection of a write's answer: what is returned on request only is also shown when the client wrote it
 * (RFC 7643 §7). Most types have no such attribute; for them this is the projection itself.
 */
export const withWritten = (projection: Projection, type: ResourceType, parts: readonly WrittenPart[]): Projection => {
  if (!hasAnyOnRequest(type)) return projection;
  const written = parts.flatMap(({ path = '', value }) => leavesOf(type, withoutFilter(path), value));
  return written.length === 0 ? projection : { ...projection, written };
};

/** `emails[type eq "work"].value` → `emails.value`. */
const withoutFilter = (path: string): string => {
  const open = path.indexOf('[');
  return open < 0 ? path : path.slice(0, open) + path.slice(path.lastIndexOf(']') + 1);
};

const leavesOf = (type: ResourceType, path: string, value: unknown): readonly string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap((element) => leavesOf(type, path, element)))];
  if (!isObject(value)) return path === '' ? [] : [path];
  const separator = path === '' ? '' : resolveUrn(type, path) ? ':' : '.';
  return Object.entries(value).flatMap(([name, member]) =>
    leavesOf(type, withoutFilter(`${path}${separator}${name}`), member),
  );
};
