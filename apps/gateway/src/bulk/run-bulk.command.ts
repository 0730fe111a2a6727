import type { ScimRequest } from '../exchange/scim-request.js';

export class RunBulk {
  constructor(readonly request: ScimRequest) {}
}
