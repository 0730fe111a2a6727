import type { ResourceType } from '../schema/definition.js';
import { RESOURCE_TYPE_SCHEMA } from '../schema/urns.js';
import type { DiscoveryDocument } from './discovery-document.js';

/** RFC 7643 §6; `baseUrl` has no slash at the end. */
export const resourceTypeDocuments = (
  resourceTypes: readonly ResourceType[],
  baseUrl: string,
): readonly DiscoveryDocument[] =>
  resourceTypes.map(({ id, name, description, endpoint, schema, extensions }) => ({
    schemas: [RESOURCE_TYPE_SCHEMA],
    id,
    name,
    description,
    endpoint,
    schema: schema.id,
    schemaExtensions: extensions.map((extension) => ({ schema: extension.schema.id, required: extension.required })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${id}` },
  }));
