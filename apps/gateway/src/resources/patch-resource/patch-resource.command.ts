import type { ResourceType } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';

export class PatchResource {
  constructor(
    readonly request: ScimRequest,
    readonly type: ResourceType,
    readonly id: string,
  ) {}
}
