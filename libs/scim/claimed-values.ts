import type { Attributes } from './attributes.js';
import { canonicalText } from './canonical/canonical-text.js';
import { parseInstant } from './canonical/instant.js';
import { isObject, own } from './json/json-value.js';
import type { AttributeDefinition, ResourceType } from './schema/definition.js';
import { GROUP_SCHEMA } from './schema/urns.js';
import type { ScimSettings } from './settings/settings.js';

/** A value nobody else in the directory may have. `scope` is `<type>.<attribute>/<version of the canonical form>`. */
export type ClaimedValue = { readonly scope: string; readonly canonical: string };

export type ClaimedValues = {
  /** Every scope of the resource type, also those without a value now: these claims replace what was held in them. */
  readonly scopes: readonly string[];
  readonly values: readonly ClaimedValue[];
};

/**
 * What has to be unique about a resource (RFC 7643 §7 `uniqueness` server or global; both hold within a directory). Case
 * exact values are claimed as they are, others by `canonicalText`; null and empty values claim nothing.
 */
export const claimedValues = (
  resourceType: ResourceType,
  attributes: Attributes,
  settings: Pick<ScimSettings, 'groupDisplayNameUnique'>,
): ClaimedValues => {
  const claims = knownUniqueAttributes(resourceType, settings);
  const values = claims.flatMap(({ scope, path, definition }) => {
    const canonical = valuesAt(attributes, path).flatMap((value) => canonicalForm(definition, value));
    return [...new Set(canonical)].map((form) => ({ scope, canonical: form }));
  });
  return { scopes: claims.map(({ scope }) => scope), values };
};

/** Whether this attribute has to be unique in a directory with these settings; also what discovery declares. */
export const isUnique = (
  resourceType: Pick<ResourceType, 'schema'>,
  definition: AttributeDefinition,
  settings: Pick<ScimSettings, 'groupDisplayNameUnique'>,
): boolean => {
  const isGroupName = resourceType.schema.id === GROUP_SCHEMA && definition.name === 'displayName';
  return definition.uniqueness !== 'none' && (settings.groupDisplayNameUnique || !isGroupName);
};

const CANONICAL_VERSION = 1;

type UniqueAttribute = {
  readonly scope: string;
  readonly path: readonly string[];
  readonly definition: AttributeDefinition;
};

const knownByType = new Map(
  [true, false].map((unique) => [unique, new WeakMap<ResourceType, readonly UniqueAttribute[]>()]),
);

/** Worked out once for each type: every write asks. */
const knownUniqueAttributes = (
  resourceType: ResourceType,
  settings: Pick<ScimSettings, 'groupDisplayNameUnique'>,
): readonly UniqueAttribute[] => {
  const known = knownByType.get(settings.groupDisplayNameUnique);
  const found = known?.get(resourceType) ?? uniqueAttributes(resourceType, settings);
  known?.set(resourceType, found);
  return found;
};

const uniqueAttributes = (
  resourceType: ResourceType,
  settings: Pick<ScimSettings, 'groupDisplayNameUnique'>,
): readonly UniqueAttribute[] => {
  const scopesOf = (definitions: readonly AttributeDefinition[], urn?: string): UniqueAttribute[] =>
    definitions.flatMap((attribute) => [
      ...uniqueAttribute(urn, [attribute]),
      ...(attribute.subAttributes ?? []).flatMap((subAttribute) => uniqueAttribute(urn, [attribute, subAttribute])),
    ]);
  const uniqueAttribute = (urn: string | undefined, chain: readonly AttributeDefinition[]): UniqueAttribute[] => {
    const definition = chain.at(-1);
    if (!definition || definition.subAttributes || !isUnique(resourceType, definition, settings)) return [];
    const names = chain.map(({ name }) => name);
    const name = urn === undefined ? names.join('.') : `${urn}:${names.join('.')}`;
    const path = urn === undefined ? names : [urn, ...names];
    return [{ scope: `${resourceType.name}.${name}/${CANONICAL_VERSION}`, path, definition }];
  };
  return [
    ...scopesOf(resourceType.schema.attributes),
    ...resourceType.extensions.flatMap(({ schema }) => scopesOf(schema.attributes, schema.id)),
  ];
};

/** Every value at the end of the path, through lists. */
const valuesAt = (value: unknown, path: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  return isObject(value) ? valuesAt(own(value, key), rest) : [];
};

const canonicalForm = (definition: AttributeDefinition, value: unknown): readonly string[] => {
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'string' || value === '') return [];
  if (definition.type === 'dateTime') return [String(parseInstant(value) ?? value)];
  return [definition.caseExact ? value : canonicalText(value)];
};
