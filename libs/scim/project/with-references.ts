import type { Attributes } from '../attributes.js';
import { isObject, own } from '../json/json-value.js';
import type { AttributeDefinition, ResourceType } from '../schema/definition.js';
import { pointsAtResource } from '../validate/reference-complex.js';

/** The URI of a resource, or undefined when there is no such type. */
export type Locate = (typeName: string, id: string) => string | undefined;

const pointersByDefinitions = new WeakMap<readonly AttributeDefinition[], readonly AttributeDefinition[]>();

const pointersIn = (definitions: readonly AttributeDefinition[]): readonly AttributeDefinition[] => {
  const known = pointersByDefinitions.get(definitions);
  if (known) return known;
  const pointers = definitions.filter(
    (definition) => definition.mutability !== 'readOnly' && pointsAtResource(definition),
  );
  pointersByDefinitions.set(definitions, pointers);
  return pointers;
};

const typeNamesOf = (definition: AttributeDefinition): readonly string[] =>
  definition.subAttributes?.find(({ name }) => name === '$ref')?.referenceTypes ?? [];

const located = (element: unknown, typeNames: readonly string[], locate: Locate): unknown => {
  if (!isObject(element) || Object.hasOwn(element, '$ref')) return element;
  const id = own(element, 'value');
  const said = own(element, 'type');
  const typeName = typeNames.find((name) => name === said) ?? typeNames[0];
  const uri = typeof id === 'string' && typeName !== undefined ? locate(typeName, id) : undefined;
  return uri === undefined ? element : { ...element, $ref: uri };
};

const inScope = (attributes: Attributes, definitions: readonly AttributeDefinition[], locate: Locate): Attributes => {
  const found = pointersIn(definitions).filter(({ name }) => Object.hasOwn(attributes, name));
  if (found.length === 0) return attributes;
  const written = found.map((definition) => {
    const value = attributes[definition.name];
    const typeNames = typeNamesOf(definition);
    const withUri = Array.isArray(value)
      ? value.map((element) => located(element, typeNames, locate))
      : located(value, typeNames, locate);
    return [definition.name, withUri];
  });
  return { ...attributes, ...Object.fromEntries(written) };
};

/**
 * Writes `$ref` beside every `value` that points at another resource, such as a manager's. It is not stored, because it
 * depends on the address a client came in by. Elements that have a `$ref` keep it.
 */
export const withReferences = (resourceType: ResourceType, attributes: Attributes, locate: Locate): Attributes => {
  let result = inScope(attributes, resourceType.schema.attributes, locate);
  for (const { schema } of resourceType.extensions) {
    const held = own(result, schema.id);
    if (!isObject(held)) continue;
    const withUris = inScope(held, schema.attributes, locate);
    if (withUris !== held) result = { ...result, [schema.id]: withUris };
  }
  return result;
};
