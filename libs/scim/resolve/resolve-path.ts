import { commonAttributes } from '../schema/common.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { findAttribute } from './find-attribute.js';
import { splitUrn } from './resolve-urn.js';

/** Where an attribute path leads: its definitions, and the keys to walk in the JSON, in the schema's spelling. */
export type ResolvedPath = {
  readonly extension?: string;
  readonly attribute: AttributeDefinition;
  readonly subAttribute?: AttributeDefinition;
  readonly keys: readonly string[];
};

/**
 * Resolves an attribute path of RFC 7644 §3.10 in any case; undefined when the resource type has no such attribute.
 *
 *     path = [urn ":"] name ["." subName]
 *
 * Core attributes go with or without the core URN, extension attributes only with theirs. Common attributes are found
 * bare and under the core URN.
 */
export const resolvePath = (resourceType: ResourceType, path: string): ResolvedPath | undefined => {
  const split = splitUrn(resourceType, path);
  if (!split) return resolveName(coreAttributes(resourceType), path);
  if (split.schema.extension === undefined) return resolveName(coreAttributes(resourceType), split.rest);
  return resolveName([split.schema.schema.attributes], split.rest, split.schema.extension);
};

/** `value` or `type` inside `emails[…]`: a path relative to one element of that attribute. */
export const resolveSubAttribute = (attribute: AttributeDefinition, name: string): AttributeDefinition | undefined =>
  attribute.subAttributes && findAttribute(attribute.subAttributes, name);

const coreAttributes = (resourceType: ResourceType) => [resourceType.schema.attributes, commonAttributes];

const resolveName = (
  scopes: readonly (readonly AttributeDefinition[])[],
  path: string,
  extension?: string,
): ResolvedPath | undefined => {
  const dot = path.indexOf('.');
  const name = dot < 0 ? path : path.slice(0, dot);
  const attribute = firstFound(scopes, name);
  if (!attribute) return undefined;
  const keys = extension === undefined ? [attribute.name] : [extension, attribute.name];
  const where = extension === undefined ? { attribute } : { extension, attribute };
  if (dot < 0) return { ...where, keys };
  const subAttribute = resolveSubAttribute(attribute, path.slice(dot + 1));
  return subAttribute && { ...where, subAttribute, keys: [...keys, subAttribute.name] };
};

const firstFound = (scopes: readonly (readonly AttributeDefinition[])[], name: string) => {
  for (const scope of scopes) {
    const found = findAttribute(scope, name);
    if (found) return found;
  }
  return undefined;
};
