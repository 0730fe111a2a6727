import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { etagOf, isNotModified, isScimError, readPreconditions, type ScimError } from '#scim';
import type { ScimReply } from '../../exchange/scim-reply.js';
import { PresentResource } from '../presenting/present-resource.js';
import { readProjection } from '../presenting/read-projection.js';
import { locationOf } from '../presenting/resource-body.js';
import { ResourceReader } from '../reading/resource-reader.js';
import { isResourceId } from '../uuid.js';
import { notFound, parked } from '../writing/resource-answers.js';
import { GetResource } from './get-resource.query.js';

/** RFC 7644 §3.4.1. */
@QueryHandler(GetResource)
export class GetResourceHandler implements IQueryHandler<GetResource> {
  constructor(
    private readonly reader: ResourceReader,
    private readonly present: PresentResource,
  ) {}

  async execute({ request, type, id }: GetResource): Promise<ScimReply | ScimError> {
    const projection = readProjection(request);
    if (isScimError(projection)) return projection;
    if (!isResourceId(id)) return notFound;
    const found = await this.reader.byId({ directoryId: request.caller.directory.id, type: type.name, id });
    if (found === undefined) return notFound;
    if (found === 'parked') return parked;
    const headers = { ETag: etagOf(found), 'Content-Location': locationOf(request.caller, type, id) };
    if (isNotModified(readPreconditions(request.conditions), found)) {
      return { kind: 'reply', status: 304, headers };
    }
    return {
      kind: 'reply',
      status: 200,
      headers,
      body: await this.present.one(request.caller, type, found, projection),
    };
  }
}
