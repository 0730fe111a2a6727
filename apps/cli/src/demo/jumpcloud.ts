const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The bodies JumpCloud's client sends, in its own shapes: schemas in both orders, null lists, empty arrays. */
export const testUser = (email: string) => ({
  schemas: [core, enterprise],
  externalId: '0123456789abcdef01234567',
  userName: email,
  active: true,
  displayName: 'displayname',
  name: { givenName: 'firstname', familyName: 'lastname' },
  emails: [{ type: 'work', primary: true, value: email }],
  addresses: [
    {
      type: 'work',
      primary: true,
      streetAddress: 'street-address',
      locality: 'locality',
      region: 'region',
      postalCode: '80027',
      country: 'US',
    },
  ],
  phoneNumbers: [{ type: 'work', primary: true, value: 'tel:+1-555-555-5555' }],
  locale: 'en-US',
  preferredLanguage: 'en-US',
});

/** The update step of the connection test: it leaves most attributes out and sends a null list. */
export const sparseUpdate = (id: string, email: string) => ({
  schemas: [core],
  id,
  userName: email,
  active: true,
  name: { givenName: 'firstname', familyName: 'lastname' },
  emails: null,
});

export const person = (email: string, changes: Record<string, unknown> = {}) => ({
  schemas: [enterprise, core],
  externalId: '89abcdef0123456789abcdef',
  userName: email,
  active: true,
  displayName: 'Ada Example',
  title: 'Engineer',
  name: { givenName: 'Ada', familyName: 'Example' },
  emails: [{ type: 'work', primary: true, value: email }],
  addresses: [],
  phoneNumbers: [],
  locale: 'en-US',
  preferredLanguage: 'en-US',
  [enterprise]: { department: 'R&D' },
  ...changes,
});
