import { scimError } from '#scim';

export const notFound = scimError(404, 'There is no such resource.');

export const parked = scimError(
  503,
  'Changes of this resource wait for an operator; until then it can be neither read nor changed.',
  undefined,
  { 'Retry-After': '60' },
);

/** draft-ietf-httpapi-idempotency-key-header §2.7. */
export const otherBody = scimError(
  422,
  'This Idempotency-Key came with another body before, and that one was applied. This one was not; send it under a key of its own.',
);
