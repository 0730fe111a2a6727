import type { DiscoveryEndpoint } from '../dispatch/scim-route.js';
import type { ScimRequest } from '../exchange/scim-request.js';

export class Discover {
  constructor(
    readonly request: ScimRequest,
    readonly of: DiscoveryEndpoint,
    readonly id: string | undefined,
  ) {}
}
