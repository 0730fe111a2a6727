import type { Caller } from '../exchange/caller.js';
import { loggedPath } from './logged-path.js';

const scim = (rest: string) =>
  loggedPath({
    requestId: 'r',
    target: { path: `/scim/v2${rest}`, query: '' },
    face: { is: 'scim', caller: {} as Caller, rest },
  });

describe('the path that is logged', () => {
  it('shows the endpoint and the id of a resource', () => {
    const path = '/Users/018f0000-0000-7000-8000-000000000001';
    expect(scim(path)).toBe(`/scim/v2${path}`);
    expect(scim('/ServiceProviderConfig')).toBe('/scim/v2/ServiceProviderConfig');
    expect(scim('')).toBe('/scim/v2');
  });

  it('shows nothing that a client made up', () => {
    expect(scim('/Users/ada@example.com')).toBe('/scim/v2/Users/*');
    expect(scim('/ada%40example.com')).toBe('/scim/v2/*');
    expect(scim('/Groups/x/ada')).toBe('/scim/v2/Groups/*/*');
  });

  it('is the whole path elsewhere', () => {
    const target = { path: '/admin/v1/directories/acme', query: '' };
    expect(loggedPath({ requestId: 'r', target, face: { is: 'admin' } })).toBe(target.path);
  });
});
