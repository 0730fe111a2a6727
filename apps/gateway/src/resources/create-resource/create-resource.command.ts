import type { ResourceType } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';

export class CreateResource {
  constructor(
    readonly request: ScimRequest,
    readonly type: ResourceType,
  ) {}
}
