import type { ResourceType, ScimSettings } from '#scim';

/**
 * What a path below the base means (RFC 7644 §3.2). Resource types come from the directory, so a custom type has
 * every route a user has, and none of its own.
 *
 * route = ""                                 root: a query over all types
 *       / endpoint                           collection
 *       / endpoint "/.search"                search in one type
 *       / endpoint "/" id                    resource
 *       / ".search"                          search over all types
 *       / "Bulk"
 *       / "Me" [ "/" … ]
 *       / discovery [ "/" id ]
 */
export type ScimRoute =
  | { readonly is: 'collection'; readonly type: ResourceType }
  | { readonly is: 'resource'; readonly type: ResourceType; readonly id: string }
  | { readonly is: 'search'; readonly types: readonly ResourceType[] }
  | { readonly is: 'root'; readonly types: readonly ResourceType[] }
  | { readonly is: 'bulk' }
  | { readonly is: 'me' }
  | { readonly is: 'discovery'; readonly of: DiscoveryEndpoint; readonly id?: string };

export type DiscoveryEndpoint = 'ServiceProviderConfig' | 'Schemas' | 'ResourceTypes';

const discoveryEndpoints: readonly DiscoveryEndpoint[] = ['ServiceProviderConfig', 'Schemas', 'ResourceTypes'];

export const methodsOf = (route: ScimRoute): readonly string[] => {
  switch (route.is) {
    case 'collection':
      return ['GET', 'HEAD', 'POST'];
    case 'resource':
      return ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'];
    case 'search':
    case 'bulk':
      return ['POST'];
    case 'root':
      return ['GET', 'HEAD'];
    case 'discovery':
      return ['GET', 'HEAD'];
    case 'me':
      return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
  }
};

/** @returns nothing when there is nothing at that path. */
export const routeOf = (
  segments: readonly string[],
  types: readonly ResourceType[],
  settings: Pick<ScimSettings, 'endpointCase'>,
): ScimRoute | undefined => {
  const fold = settings.endpointCase === 'any' ? (text: string) => text.toLowerCase() : (text: string) => text;
  const [first, second, ...others] = segments;
  if (first === undefined) return { is: 'root', types };
  const endpoint = fold(first);
  if (endpoint === fold('Me')) return { is: 'me' };
  if (others.length > 0) return undefined;
  const type = types.find((each) => fold(each.endpoint) === `/${endpoint}`);
  if (type) return routeOfType(type, second);
  const discovery = discoveryEndpoints.find((each) => fold(each) === endpoint);
  if (discovery) return { is: 'discovery', of: discovery, ...(second !== undefined && { id: second }) };
  if (second !== undefined) return undefined;
  if (endpoint === '.search') return { is: 'search', types };
  return endpoint === fold('Bulk') ? { is: 'bulk' } : undefined;
};

const routeOfType = (type: ResourceType, second: string | undefined): ScimRoute => {
  if (second === undefined) return { is: 'collection', type };
  return second === '.search' ? { is: 'search', types: [type] } : { is: 'resource', type, id: second };
};
