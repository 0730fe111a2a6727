import { KnownRoutes } from './known-routes.js';

describe('The routes a server has', () => {
  const routes = new KnownRoutes();
  routes.add('/admin/v1/targets', 'GET');
  routes.add('/admin/v1/targets', 'POST');
  routes.add('/admin/v1/targets/:target', ['GET', 'PATCH']);
  routes.add('/admin/v1/targets/:target/pause', 'POST');

  it('tell the methods of an address, over all its registrations', () => {
    expect(routes.methodsAt('/admin/v1/targets')).toEqual(['GET', 'POST']);
    expect(routes.methodsAt('/admin/v1/targets/a%2Fb')).toEqual(['GET', 'PATCH']);
    expect(routes.methodsAt('/admin/v1/targets/product/pause')).toEqual(['POST']);
  });

  it('know no method where nothing is', () => {
    for (const path of ['/admin/v1', '/admin/v1/target', '/admin/v1/targets/product/stop', '/%zz', '/']) {
      expect([path, routes.methodsAt(path)]).toEqual([path, []]);
    }
  });
});
