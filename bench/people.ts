const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** userName of the n-th person of a series. */
export const nameOf = (series: string, n: number): string => `${series}-${n}@example.com`;

/** A user as identity providers send it, about 700 bytes. */
export const userBody = (series: string, n: number, changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    schemas: [core, enterprise],
    externalId: `ext-${series}-${n}`,
    userName: nameOf(series, n),
    active: true,
    displayName: `Person ${n} of ${series}`,
    title: 'Engineer',
    name: { givenName: `Given${n}`, familyName: `Family${n}` },
    emails: [{ type: 'work', primary: true, value: nameOf(series, n) }],
    phoneNumbers: [{ type: 'work', primary: true, value: 'tel:+1-555-555-5555' }],
    addresses: [{ type: 'work', primary: true, locality: 'Boulder', region: 'CO', postalCode: '80027', country: 'US' }],
    locale: 'en-US',
    preferredLanguage: 'en-US',
    [enterprise]: { department: `Department ${n % 40}`, employeeNumber: String(n) },
    ...changes,
  });
