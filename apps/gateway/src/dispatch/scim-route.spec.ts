import { groupResourceType, userResourceType } from '#scim';
import { methodsOf, routeOf } from './scim-route.js';

const types = [userResourceType, groupResourceType];
const route = (path: string, endpointCase: 'exact' | 'any' = 'exact') =>
  routeOf(
    path.split('/').filter((segment) => segment !== ''),
    types,
    { endpointCase },
  );

describe('routes of SCIM', () => {
  it.each([
    ['', 'root'],
    ['/Users', 'collection'],
    ['/Groups/1', 'resource'],
    ['/Users/.search', 'search'],
    ['/.search', 'search'],
    ['/Bulk', 'bulk'],
    ['/Me', 'me'],
    ['/Me/photos', 'me'],
    ['/Schemas', 'discovery'],
    ['/Schemas/urn:x', 'discovery'],
    ['/ServiceProviderConfig', 'discovery'],
  ])('%j is the %s', (path, is) => {
    expect(route(path)?.is).toBe(is);
  });

  it.each(['/users', '/Users/1/emails', '/Nothing', '/Bulk/1', '/.search/1', '/__proto__', '/constructor'])(
    'there is nothing at %s',
    (path) => {
      expect(route(path)).toBeUndefined();
    },
  );

  it('267: endpoints come in any case where the directory takes them so', () => {
    expect(route('/users/1', 'any')).toMatchObject({ is: 'resource', type: userResourceType, id: '1' });
    expect(route('/serviceproviderconfig', 'any')).toMatchObject({ of: 'ServiceProviderConfig' });
  });

  it('17: discovery can only be read', () => {
    expect(methodsOf(route('/Schemas')!)).toEqual(['GET', 'HEAD']);
  });
});
