import { isObject, own } from '../json/json-value.js';
import { isScimError, type ScimError, scimError } from '../scim-error.js';
import type { ResourceType, SchemaDefinition } from './definition.js';
import { parseSchemaDocument } from './parse-schema-document.js';
import { groupResourceType, userResourceType } from './resource-types.js';

/** What a directory adds: schema documents by URN with the types they extend, resource type documents by name. */
export type CustomDefinitions = {
  readonly schemas: {
    readonly [urn: string]: {
      readonly document: object;
      readonly extends: readonly { readonly resourceType: string; readonly required: boolean }[];
    };
  };
  readonly resourceTypes: { readonly [name: string]: { readonly document: object } };
};

/**
 * The resource types of a directory: User and Group, extended, then its own in the order they were made. 400 when a
 * document is unusable, which those that were accepted once never are.
 *
 * The answer's identity is what resolvers remember their work by: make it once a directory revision, not once a request.
 */
export const resourceTypesOf = (custom?: CustomDefinitions): readonly ResourceType[] | ScimError => {
  if (!custom) return builtIn;
  const schemas = new Map<string, SchemaDefinition>();
  for (const [urn, { document }] of Object.entries(custom.schemas)) {
    const schema = parseSchemaDocument(document);
    if (isScimError(schema)) return schema;
    schemas.set(urn.toLowerCase(), schema);
  }
  const types: ResourceType[] = [...builtIn];
  for (const [name, { document }] of Object.entries(custom.resourceTypes)) {
    const type = ownType(name, document, schemas);
    if (isScimError(type)) return type;
    types.push(type);
  }
  return types.map((type) => extended(type, custom, schemas));
};

const builtIn: readonly ResourceType[] = [userResourceType, groupResourceType];

/** RFC 7643 §6, as far as it is the client's to say: `endpoint`, `schema`, `description`. */
const ownType = (
  name: string,
  document: object,
  schemas: ReadonlyMap<string, SchemaDefinition>,
): ResourceType | ScimError => {
  const member = (key: string): unknown => (isObject(document) ? own(document, key) : undefined);
  const endpoint = member('endpoint');
  const schema = schemas.get(String(member('schema')).toLowerCase());
  if (typeof endpoint !== 'string' || !schema) {
    return scimError(400, `The resource type ${name} needs an endpoint and a known schema.`, 'invalidValue');
  }
  const description = member('description');
  return {
    id: name,
    name,
    description: typeof description === 'string' ? description : schema.description,
    endpoint,
    schema,
    extensions: [],
  };
};

const extended = (
  type: ResourceType,
  custom: CustomDefinitions,
  schemas: ReadonlyMap<string, SchemaDefinition>,
): ResourceType => {
  const added = Object.entries(custom.schemas).flatMap(([urn, { extends: owners }]) => {
    const owner = owners.find(({ resourceType }) => resourceType === type.name);
    const schema = schemas.get(urn.toLowerCase());
    return owner && schema ? [{ schema, required: owner.required }] : [];
  });
  return added.length === 0 ? type : { ...type, extensions: [...type.extensions, ...added] };
};
