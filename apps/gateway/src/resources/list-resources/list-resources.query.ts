import type { ResourceType } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';

/** One type, or all of them for a query at the root. */
export class ListResources {
  constructor(
    readonly request: ScimRequest,
    readonly types: readonly ResourceType[],
  ) {}
}
