import { parametersOf, segmentsOf, tidyTarget } from './request-target.js';

describe('request targets', () => {
  it.each([
    ['/scim/v2//Users', '/scim/v2/Users'],
    ['/scim/v2/Users/', '/scim/v2/Users'],
    ['/scim/v2/Users?', '/scim/v2/Users'],
    ['/scim/v2/Users/?count=1&', '/scim/v2/Users?count=1'],
    ['///scim//v2///', '/scim/v2'],
    ['/', '/'],
    ['//', '/'],
    ['http://localhost:8080/scim/v2/Users?count=1', '/scim/v2/Users?count=1'],
    ['HTTPS://id.example.com', '/'],
    ['http://id.example.com?count=1', '/?count=1'],
  ])('287: %s is read as %s', (sent, read) => {
    expect(tidyTarget(sent)).toBe(read);
  });

  it('leaves a query alone, slashes in it included', () => {
    const target = '/scim/v2/Users?filter=profileUrl eq "https://x//y/"';
    expect(tidyTarget(target)).toBe(target);
  });

  it.each([
    ['filter=userName+eq+%22ada%2Btest%22', 'userName eq "ada+test"'],
    ['filter=userName%20eq%20%22ada+test%22', 'userName eq "ada+test"'],
    ['filter=userName%20eq%20%22ada%2Btest%22&sortBy=a', 'userName eq "ada+test"'],
    ['attributes=a+b%20c&filter=userName+pr', 'userName pr'],
  ])('reads the plus of %s as the client meant it', (query, filter) => {
    expect(parametersOf(query).get('filter')).toBe(filter);
  });

  it('decodes segments once, and knows a malformed escape', () => {
    expect(segmentsOf('/Schemas/urn%3Aietf%3a2.0')).toEqual(['Schemas', 'urn:ietf:2.0']);
    expect(segmentsOf('/Users/a%252Fb')).toEqual(['Users', 'a%2Fb']);
    expect(segmentsOf('/Users/%zz')).toBeUndefined();
  });
});
