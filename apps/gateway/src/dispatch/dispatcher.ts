import type { CommandBus, ICommand, IQuery, QueryBus } from '@nestjs/cqrs';
import { type ScimError, scimError } from '#scim';
import { RunBulk } from '../bulk/run-bulk.command.js';
import { Discover } from '../discovery/discover.query.js';
import type { ScimReply } from '../exchange/scim-reply.js';
import type { ScimRequest } from '../exchange/scim-request.js';
import { CreateResource } from '../resources/create-resource/create-resource.command.js';
import { DeleteResource } from '../resources/delete-resource/delete-resource.command.js';
import { GetResource } from '../resources/get-resource/get-resource.query.js';
import { ListResources } from '../resources/list-resources/list-resources.query.js';
import { PatchResource } from '../resources/patch-resource/patch-resource.command.js';
import { ReplaceResource } from '../resources/replace-resource/replace-resource.command.js';
import { SearchResources } from '../resources/search-resources/search-resources.query.js';
import { methodNotAllowed } from './method-not-allowed.js';
import { methodsOf, routeOf, type ScimRoute } from './scim-route.js';

type Answer = ScimReply | ScimError;

const nothingHere = scimError(404, 'There is nothing at this address.');

/** Finds what a SCIM operation means and hands it to its use case: one for the wire, one for each part of a bulk. */
export class Dispatcher {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async dispatch(request: ScimRequest): Promise<Answer> {
    const { directory } = request.caller;
    const route = routeOf(request.segments, directory.resourceTypes, directory.settings);
    if (!route) return nothingHere;
    const allowed = methodsOf(route);
    if (request.method === 'OPTIONS') return { kind: 'reply', status: 204, headers: { Allow: allowed.join(', ') } };
    if (!allowed.includes(request.method)) return methodNotAllowed(request.method, allowed);
    return this.#run(route, request);
  }

  #run(route: ScimRoute, request: ScimRequest): Promise<Answer> {
    switch (route.is) {
      case 'collection':
        return request.method === 'POST'
          ? this.#command(new CreateResource(request, route.type))
          : this.#query(new ListResources(request, [route.type]));
      case 'resource':
        return this.#resource(request, route);
      case 'root':
        return this.#query(new ListResources(request, route.types));
      case 'search':
        return this.#query(new SearchResources(request, route.types));
      case 'bulk':
        return this.#command(new RunBulk(request));
      case 'discovery':
        return this.#query(new Discover(request, route.of, route.id));
      case 'me':
        return Promise.resolve(noSubject);
    }
  }

  #resource(request: ScimRequest, { type, id }: Extract<ScimRoute, { is: 'resource' }>): Promise<Answer> {
    switch (request.method) {
      case 'PUT':
        return this.#command(new ReplaceResource(request, type, id));
      case 'PATCH':
        if (!request.caller.directory.settings.patchSupported) return Promise.resolve(noPatch);
        return this.#command(new PatchResource(request, type, id));
      case 'DELETE':
        return this.#command(new DeleteResource(request, type, id));
      default:
        return this.#query(new GetResource(request, type, id));
    }
  }

  #command(command: ICommand): Promise<Answer> {
    return this.commands.execute<ICommand, Answer>(command);
  }

  #query(query: IQuery): Promise<Answer> {
    return this.queries.execute<IQuery, Answer>(query);
  }
}

/** RFC 7644 §3.12: what is not supported is 501. */
const noPatch = scimError(501, 'This directory does not take PATCH; replace resources with PUT.');

/** RFC 7644 §3.11: a provider's token stands for a directory, not for a person in it. */
const noSubject = scimError(501, 'The token belongs to a directory, not to a person, so there is no /Me.');
