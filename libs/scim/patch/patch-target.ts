import { checkElementFilter } from '../filter/check-filter.js';
import type { CheckedElementFilter } from '../filter/checked-filter.js';
import type { FilterNode } from '../filter/filter-node.js';
import { type PathNode, parsePath } from '../filter/parse-filter.js';
import { type ResolvedPath, resolvePath, resolveSubAttribute } from '../resolve/resolve-path.js';
import type { ResolvedSchema } from '../resolve/resolve-urn.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { isScimError, type ScimError, scimError } from '../scim-error.js';
import type { ScimSettings } from '../settings/settings.js';
import type { ComplexValue } from '../validate/read-value.js';
import { currentUrns, schemaNamed } from '../validate/schemas-list.js';
import { seedOf } from './element-seed.js';

/** Which attribute an operation is about, and under which extension's URN it lies. */
export type Slot = { readonly extension?: string; readonly attribute: AttributeDefinition };

/** The elements of a multi-valued attribute that a filter in brackets picks, and the filter as written. */
export type ElementChoice = {
  readonly node: FilterNode;
  readonly filter: CheckedElementFilter;
  /** The element the filter describes, see `seedOf`. */
  readonly seed?: ComplexValue;
};

export type PatchTarget =
  | { readonly kind: 'schema'; readonly schema: ResolvedSchema }
  | {
      readonly kind: 'attribute';
      readonly slot: Slot;
      readonly choice?: ElementChoice;
      readonly subAttribute?: AttributeDefinition;
    };

/** A well-formed path to something no schema of the resource type declares. */
export type UnknownTarget = { readonly kind: 'unknown'; readonly path: string };

const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text).toWellFormed();

export const invalidPath = (detail: string): ScimError => scimError(400, detail, 'invalidPath');

const chosenElements = (
  node: PathNode,
  { attribute, subAttribute }: ResolvedPath,
  settings: ScimSettings,
): ElementChoice | ScimError | undefined => {
  if (!node.filter) return undefined;
  if (!attribute.multiValued || subAttribute) return invalidPath(`"${shown(node.path)}" has no elements to filter.`);
  const filter = checkElementFilter(node.filter, attribute, { ...settings, unknownFilterAttribute: 'reject' });
  if (isScimError(filter)) return filter;
  const seed = seedOf(node.filter, attribute, settings);
  return { node: node.filter, filter, ...(seed && { seed }) };
};

/**
 * Where a PATCH path leads, RFC 7644 §3.5.2:
 *
 *     path = urn / attrPath ["[" filter "]" ["." subAttribute]]
 *
 * A URN alone is a whole schema. `unknown` when no schema declares it; 400 when the path or its filter is malformed.
 */
export const resolveTarget = (
  resourceType: ResourceType,
  text: string,
  settings: ScimSettings,
): PatchTarget | UnknownTarget | ScimError => {
  const schema = text.includes(':') ? schemaNamed(resourceType, text.trim(), settings) : undefined;
  if (schema) return { kind: 'schema', schema };
  const node = parsePath(text, settings);
  if (isScimError(node)) return node;
  const path = resolvePath(resourceType, currentUrns(node.path, settings));
  if (!path) return { kind: 'unknown', path: shown(text) };
  const choice = chosenElements(node, path, settings);
  if (isScimError(choice)) return choice;
  const named = node.subAttribute === undefined ? undefined : resolveSubAttribute(path.attribute, node.subAttribute);
  if (node.subAttribute !== undefined && !named) return { kind: 'unknown', path: shown(text) };
  const subAttribute = named ?? path.subAttribute;
  const { attribute, extension } = path;
  return {
    kind: 'attribute',
    slot: { attribute, ...(extension !== undefined && { extension }) },
    ...(choice && { choice }),
    ...(subAttribute && { subAttribute }),
  };
};
