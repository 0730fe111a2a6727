import type { Attributes } from '#lifecycle';

const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const notSent = new Set(['id', 'meta', 'schemas', 'members', 'externalId']);

/** The group that a group should have at the product, without members: they follow one by one. */
export const mapGroup = (resourceId: string, doc: Attributes): Attributes => {
  const attributes = Object.entries(doc).filter(([name, value]) => !notSent.has(name) && value !== null);
  const extensions = attributes.map(([name]) => name).filter((name) => name.startsWith('urn:'));
  return { schemas: [coreGroup, ...extensions], externalId: resourceId, ...Object.fromEntries(attributes) };
};
