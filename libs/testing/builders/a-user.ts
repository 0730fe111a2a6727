import type { Attributes } from '#scim';

/** Attributes of a user as they are stored, with whatever matters to the test on top. */
export const aUser = (attributes: Attributes = {}): Attributes => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'bjensen@example.com',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  emails: [{ value: 'bjensen@example.com', type: 'work', primary: true }],
  active: true,
  ...attributes,
});

/** Attributes of a group as they are stored, without members. */
export const aGroup = (attributes: Attributes = {}): Attributes => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  displayName: 'Tour Guides',
  ...attributes,
});
