import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { isObject, type ScimError, scimError } from '#scim';
import { searchParameters } from '../../exchange/query-parameters.js';
import type { ScimReply } from '../../exchange/scim-reply.js';
import { QueryResources } from '../querying/query-resources.js';
import { SearchResources } from './search-resources.query.js';

const SEARCH_REQUEST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

const notAnObject = scimError(400, 'The body must be a JSON object.', 'invalidSyntax');
const wrongSchema = scimError(400, `schemas: must contain ${SEARCH_REQUEST_SCHEMA}.`, 'invalidSyntax');

/** RFC 7644 §3.4.3. */
@QueryHandler(SearchResources)
export class SearchResourcesHandler implements IQueryHandler<SearchResources> {
  constructor(private readonly resources: QueryResources) {}

  async execute({ request, types }: SearchResources): Promise<ScimReply | ScimError> {
    const body = request.readBody();
    if (body.kind === 'scim-error') return body;
    if (!isObject(body.value)) return notAnObject;
    const { settings } = request.caller.directory;
    if (settings.searchRequestSchema === 'required' && !namesSearch(body.value)) return wrongSchema;
    return this.resources.answer(request.caller, types, searchParameters(body.value));
  }
}

const namesSearch = (body: Readonly<Record<string, unknown>>): boolean => {
  const { schemas } = body;
  const wanted = SEARCH_REQUEST_SCHEMA.toLowerCase();
  return Array.isArray(schemas) && schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === wanted);
};
