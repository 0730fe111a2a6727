import { scimError } from '#scim';

export const notFound = scimError(404, 'There is no such resource.');

export const parked = scimError(
  503,
  'Changes of this resource wait for an operator; until then it can be neither read nor changed.',
  undefined,
  { 'Retry-After': '60' },
);
