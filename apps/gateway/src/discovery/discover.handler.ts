import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import {
  type DiscoveryDocument,
  documentById,
  listResponse,
  resourceTypeDocuments,
  type ScimError,
  schemaDocuments,
  scimError,
  serviceProviderConfig,
} from '#scim';
import type { Caller } from '../exchange/caller.js';
import { queryParameters } from '../exchange/query-parameters.js';
import { jsonReply, type ScimReply } from '../exchange/scim-reply.js';
import { defaultPageSize } from '../resources/querying/query-resources.js';
import { Discover } from './discover.query.js';

const forbidden = scimError(403, 'Schemas and resource types cannot be filtered (RFC 7644 §4).');
const nothingHere = scimError(404, 'There is nothing at this address.');

/** RFC 7644 §4. Paging and sorting are ignored here. */
@QueryHandler(Discover)
export class DiscoverHandler implements IQueryHandler<Discover> {
  async execute({ request, of, id }: Discover): Promise<ScimReply | ScimError> {
    const { caller, query } = request;
    const { settings } = caller.directory;
    if (of === 'ServiceProviderConfig') return id === undefined ? jsonReply(200, configOf(caller)) : nothingHere;
    const isFiltered = queryParameters(query, settings).filter !== undefined;
    if (isFiltered && settings.discoveryFilter === 'forbidden') return forbidden;
    const documents = of === 'Schemas' ? schemasOf(caller) : typesOf(caller);
    if (id === undefined) {
      const page = { resources: documents, totalResults: documents.length, paging: 'index', startIndex: 1 } as const;
      return jsonReply(200, listResponse(page));
    }
    const found = documentById(documents, id);
    if (found) return jsonReply(200, found, { 'Content-Location': found.meta.location });
    return of === 'Schemas' && settings.unknownSchemaId === 'bad-request' ? unknownSchema(id) : nothingHere;
  }
}

const configOf = ({ directory, baseUrl }: Caller): Record<string, unknown> => {
  const { limits } = directory;
  const advertised = {
    bulkMaxOperations: limits.bulkOperations,
    bulkMaxPayloadSize: limits.bulkBytes,
    defaultPageSize: Math.min(defaultPageSize, limits.pageSize),
    maxPageSize: limits.pageSize,
    cursorTimeoutSeconds: limits.cursorSeconds,
  };
  return serviceProviderConfig(advertised, directory.settings, baseUrl);
};

const schemasOf = ({ directory, baseUrl }: Caller): readonly DiscoveryDocument[] =>
  schemaDocuments(directory.resourceTypes, directory.settings, baseUrl);

const typesOf = ({ directory, baseUrl }: Caller): readonly DiscoveryDocument[] =>
  resourceTypeDocuments(directory.resourceTypes, baseUrl);

const unknownSchema = (id: string): ScimError =>
  scimError(400, `There is no schema ${JSON.stringify(id.slice(0, 200))}.`, 'invalidValue');
