import type { Folding } from '../filter/checked-filter.js';
import { foldingAt } from '../filter/folding.js';
import { type ResolvedPath, resolvePath, resolveSubAttribute } from '../resolve/resolve-path.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';

/** An order over one resource type's resources. `path` ends at a simple value. */
export type CheckedSort = {
  readonly resourceType: ResourceType;
  readonly path: ResolvedPath;
  readonly definition: AttributeDefinition;
  readonly folding: Folding;
  readonly descending: boolean;
};

export type SortRequest = { readonly sortBy?: string; readonly sortOrder?: string };

/**
 * RFC 7644 §3.4.2.3. undefined means the order of creation: nothing was asked for, or an attribute nobody knows where the
 * directory ignores that. Text orders by its folded form, so caseExact decides; a complex attribute by its `value`.
 *
 * A group's `members` and a user's `groups` have no order of their own and cannot be sorted by.
 */
export const checkSort = (
  { sortBy, sortOrder }: SortRequest,
  resourceType: ResourceType,
  settings: Pick<ScimSettings, 'unknownSortBy'>,
): CheckedSort | undefined | ScimError => {
  const order = sortOrder?.toLowerCase() || 'ascending';
  if (order !== 'ascending' && order !== 'descending') {
    return scimError(400, 'sortOrder must be "ascending" or "descending".', 'invalidValue');
  }
  if (!sortBy) return undefined;
  const path = sortablePath(resourceType, sortBy);
  if (!path) {
    return settings.unknownSortBy === 'ignore'
      ? undefined
      : scimError(400, `sortBy: ${resourceType.name} cannot be sorted by "${sortBy.slice(0, 200)}".`, 'invalidValue');
  }
  const definition = path.subAttribute ?? path.attribute;
  return { resourceType, path, definition, folding: foldingAt(resourceType, path), descending: order === 'descending' };
};

const sortablePath = (resourceType: ResourceType, sortBy: string): ResolvedPath | undefined => {
  const path = resolvePath(resourceType, sortBy);
  if (!path || path.attribute.returned === 'never' || isRelation(path)) return undefined;
  if (path.subAttribute || path.attribute.type !== 'complex') return path;
  const subAttribute = resolveSubAttribute(path.attribute, 'value');
  return subAttribute && { ...path, subAttribute, keys: [...path.keys, subAttribute.name] };
};

const isRelation = ({ extension, attribute }: ResolvedPath): boolean =>
  extension === undefined && ['members', 'groups', 'schemas'].includes(attribute.name);
