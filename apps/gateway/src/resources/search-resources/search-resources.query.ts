import type { ResourceType } from '#scim';
import type { ScimRequest } from '../../exchange/scim-request.js';

/** RFC 7644 §3.4.3: the same as a list, with its parameters in the body. */
export class SearchResources {
  constructor(
    readonly request: ScimRequest,
    readonly types: readonly ResourceType[],
  ) {}
}
