import { isUnique } from '../claimed-values.js';
import type { AttributeDefinition, ResourceType, SchemaDefinition } from '../schema/definition.js';
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from '../schema/discovery.js';
import { SCHEMA_SCHEMA } from '../schema/urns.js';
import type { ScimSettings } from '../settings/settings.js';
import type { DiscoveryDocument } from './discovery-document.js';

type Settings = Pick<ScimSettings, 'groupDisplayNameUnique'>;

/**
 * What /Schemas lists for a directory: the schemas of its resource types, each once, and those of discovery itself.
 * `baseUrl` has no slash at the end.
 */
export const schemaDocuments = (
  resourceTypes: readonly ResourceType[],
  settings: Settings,
  baseUrl: string,
): readonly DiscoveryDocument[] => {
  const all = [
    ...resourceTypes.map(({ schema }) => schema),
    ...resourceTypes.flatMap(({ extensions }) => extensions.map(({ schema }) => schema)),
    serviceProviderConfigSchema,
    resourceTypeSchema,
    schemaSchema,
  ];
  const unique = new Map(all.map((schema) => [schema.id.toLowerCase(), schema]));
  return [...unique.values()].map((schema) => schemaDocument(schema, settings, baseUrl));
};

const schemaDocument = (schema: SchemaDefinition, settings: Settings, baseUrl: string): DiscoveryDocument => ({
  schemas: [SCHEMA_SCHEMA],
  id: schema.id,
  name: schema.name,
  description: schema.description,
  attributes: schema.attributes.map((definition) => attributeDocument(schema, definition, settings)),
  meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
});

const textTypes: ReadonlySet<AttributeDefinition['type']> = new Set(['string', 'reference', 'binary']);

/** RFC 7643 §7: every characteristic spelled out, `caseExact` where there is case. */
const attributeDocument = (
  schema: SchemaDefinition,
  definition: AttributeDefinition,
  settings: Settings,
): Record<string, unknown> => ({
  name: definition.name,
  type: definition.type,
  multiValued: definition.multiValued,
  description: definition.description,
  required: definition.required,
  ...(textTypes.has(definition.type) && { caseExact: definition.caseExact }),
  mutability: definition.mutability,
  returned: definition.returned,
  uniqueness: isUnique({ schema }, definition, settings) ? definition.uniqueness : 'none',
  ...(definition.canonicalValues && { canonicalValues: definition.canonicalValues }),
  ...(definition.referenceTypes && { referenceTypes: definition.referenceTypes }),
  ...(definition.subAttributes && {
    subAttributes: definition.subAttributes.map((sub) => attributeDocument(schema, sub, settings)),
  }),
});
