/** Where a kind of resource lives at a product, and what it goes by there. */
export type Endpoint = { readonly path: string; readonly nameAttribute: string };

const users: Endpoint = { path: '/Users', nameAttribute: 'userName' };
const groups: Endpoint = { path: '/Groups', nameAttribute: 'displayName' };

export const endpointOf = (kind: string): Endpoint => (kind === 'Group' ? groups : users);

export const resourcePath = (endpoint: Endpoint, id: string): string => `${endpoint.path}/${encodeURIComponent(id)}`;
