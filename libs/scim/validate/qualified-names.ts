import { isObject } from '../json/json-value.js';
import { findAttribute } from '../resolve/find-attribute.js';
import { splitUrn } from '../resolve/resolve-urn.js';
import type { ResourceType } from '../schema/definition.js';
import { type Reading, report } from './problem.js';
import { currentUrns, schemaNamed } from './schemas-list.js';
import { coreAttributesOf } from './stored-attributes.js';

type Values = Record<string, unknown>;

/** What stands at a qualified key: all core attributes, or one attribute. */
type Place = 'core' | { readonly extension: string | undefined; readonly name: string };

const placeOf = (resourceType: ResourceType, key: string, { settings }: Reading): Place | undefined => {
  if (!key.includes(':')) return undefined;
  const named = schemaNamed(resourceType, key, settings);
  if (named) return named.extension === undefined ? 'core' : undefined;
  const split = splitUrn(resourceType, currentUrns(key, settings));
  if (!split) return undefined;
  const { schema, extension } = split.schema;
  const attributes = extension === undefined ? coreAttributesOf(resourceType) : schema.attributes;
  const found = findAttribute(attributes, split.rest);
  return found && { extension, name: found.name };
};

const copyOf = (values: unknown): Values => Object.assign(Object.create(null), isObject(values) ? values : {});

/**
 * The body with every attribute where its schema has it. RFC 7644 §3.10 qualifies names in paths; some clients do so in
 * bodies too, and values of a PATCH are read like that: core attributes in an object under the core schema's URN, or any
 * attribute behind its schema's URN and a colon. A body without such names is given back as it is.
 */
export const unqualified = (resourceType: ResourceType, body: Readonly<Values>, reading: Reading): Readonly<Values> => {
  const places = Object.keys(body).flatMap((key) => {
    const place = placeOf(resourceType, key, reading);
    return place ? [{ key, place, value: body[key] }] : [];
  });
  if (places.length === 0) return body;
  const plain = copyOf(body);
  for (const { key } of places) delete plain[key];
  const put = (values: Values, name: string, value: unknown, at: string): void => {
    if (Object.hasOwn(values, name) && reading.settings.repeatedAttribute === 'reject') {
      report(reading, at, 'appears twice, with and without the URN of its schema', 'invalidSyntax');
    }
    values[name] = value;
  };
  for (const { key, place, value } of places) {
    if (place === 'core') {
      if (isObject(value)) for (const name of Object.keys(value)) put(plain, name, value[name], `${key}:${name}`);
      else if (value !== null) report(reading, key, 'must be an object');
    } else if (place.extension === undefined) put(plain, place.name, value, key);
    else {
      const extension = copyOf(plain[place.extension]);
      put(extension, place.name, value, key);
      plain[place.extension] = extension;
    }
  }
  return plain;
};
