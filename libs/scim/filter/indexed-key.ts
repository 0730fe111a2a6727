import type { ResolvedPath } from '../resolve/resolve-path.js';
import type { ResourceType } from '../schema/definition.js';

/** The read model's key columns, which hold what `indexKeys` makes. */
export type KeyColumn = 'user_name_key' | 'external_id' | 'display_name_key' | 'email_keys';

/**
 * The key column that holds the values at `path`; undefined for most. It goes by the core schema's attribute of that
 * name, so a custom resource type with a `displayName` is served like a group.
 */
export const keyOf = (resourceType: ResourceType, path: ResolvedPath): KeyColumn | undefined => {
  const { attribute, subAttribute, extension } = path;
  if (extension !== undefined) return undefined;
  if (attribute.name === 'externalId') return 'external_id';
  if (!resourceType.schema.attributes.includes(attribute) || attribute.caseExact) return undefined;
  if (attribute.name === 'emails' && attribute.multiValued) {
    return subAttribute?.name === 'value' && isFoldedText(subAttribute) ? 'email_keys' : undefined;
  }
  if (!isFoldedText(attribute)) return undefined;
  if (attribute.name === 'userName') return 'user_name_key';
  return attribute.name === 'displayName' ? 'display_name_key' : undefined;
};

const isFoldedText = (definition: ResolvedPath['attribute']): boolean =>
  definition.type === 'string' && !definition.multiValued && !definition.caseExact;
