import type { Attributes } from '#lifecycle';

const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** Ours to decide, read-only at the product, or not to be passed on at all. */
const notSent = new Set(['id', 'meta', 'schemas', 'groups', 'password', 'externalId', 'active']);

/**
 * The account that a user should have: SCIM core attributes as stored, `externalId` our resource id, which stays the same
 * whatever the identity provider renames, and `active` as wanted.
 */
export const mapUser = (resourceId: string, doc: Attributes, active: boolean): Attributes => {
  const attributes = Object.entries(doc).filter(([name, value]) => !notSent.has(name) && value !== null);
  const extensions = attributes.map(([name]) => name).filter((name) => name.startsWith('urn:'));
  return {
    schemas: [coreUser, ...extensions],
    externalId: resourceId,
    ...Object.fromEntries(attributes),
    active,
  };
};
