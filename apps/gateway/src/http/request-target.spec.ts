import { segmentsOf, tidyTarget } from './request-target.js';

describe('request targets', () => {
  it.each([
    ['/scim/v2//Users', '/scim/v2/Users'],
    ['/scim/v2/Users/', '/scim/v2/Users'],
    ['/scim/v2/Users?', '/scim/v2/Users'],
    ['/scim/v2/Users/?count=1&', '/scim/v2/Users?count=1'],
    ['///scim//v2///', '/scim/v2'],
    ['/', '/'],
    ['//', '/'],
  ])('287: %s is read as %s', (sent, read) => {
    expect(tidyTarget(sent)).toBe(read);
  });

  it('leaves a query alone, slashes in it included', () => {
    const target = '/scim/v2/Users?filter=profileUrl eq "https://x//y/"';
    expect(tidyTarget(target)).toBe(target);
  });

  it('decodes segments once, and knows a malformed escape', () => {
    expect(segmentsOf('/Schemas/urn%3Aietf%3a2.0')).toEqual(['Schemas', 'urn:ietf:2.0']);
    expect(segmentsOf('/Users/a%252Fb')).toEqual(['Users', 'a%2Fb']);
    expect(segmentsOf('/Users/%zz')).toBeUndefined();
  });
});
