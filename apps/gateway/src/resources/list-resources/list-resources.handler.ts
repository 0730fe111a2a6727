import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { ScimError } from '#scim';
import { queryParameters } from '../../exchange/query-parameters.js';
import type { ScimReply } from '../../exchange/scim-reply.js';
import { QueryResources } from '../querying/query-resources.js';
import { ListResources } from './list-resources.query.js';

@QueryHandler(ListResources)
export class ListResourcesHandler implements IQueryHandler<ListResources> {
  constructor(private readonly resources: QueryResources) {}

  execute({ request, types }: ListResources): Promise<ScimReply | ScimError> {
    const parameters = queryParameters(request.query, request.caller.directory.settings);
    return this.resources.answer(request.caller, types, parameters);
  }
}
