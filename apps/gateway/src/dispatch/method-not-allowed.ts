import { type ScimError, scimError } from '#scim';

/** RFC 9110 §15.5.6: the address is known, the method is not one of its own. */
export const methodNotAllowed = (method: string, allowed: readonly string[]): ScimError => {
  const methods = allowed.join(', ');
  const detail = `${method} is not possible here; ${methods} ${allowed.length > 1 ? 'are' : 'is'}.`;
  return scimError(405, detail, undefined, { Allow: methods });
};
