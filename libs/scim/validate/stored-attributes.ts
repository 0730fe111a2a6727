import { findAttribute } from '../resolve/find-attribute.js';
import { commonAttributes } from '../schema/common.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';

const externalId = findAttribute(commonAttributes, 'externalId') as AttributeDefinition;
const listsByType = new WeakMap<ResourceType, readonly AttributeDefinition[]>();

/** Every core attribute a client may write: the schema's own, and `externalId`, which all resources have. */
export const coreAttributesOf = (resourceType: ResourceType): readonly AttributeDefinition[] => {
  const known = listsByType.get(resourceType);
  if (known) return known;
  const list = findAttribute(resourceType.schema.attributes, 'externalId')
    ? resourceType.schema.attributes
    : [externalId, ...resourceType.schema.attributes];
  listsByType.set(resourceType, list);
  return list;
};

/** RFC 7643 §2.2: readOnly is the server's to write, writeOnly is accepted, checked and not kept. */
export const isKept = (definition: AttributeDefinition): boolean =>
  definition.mutability !== 'readOnly' && definition.mutability !== 'writeOnly';
