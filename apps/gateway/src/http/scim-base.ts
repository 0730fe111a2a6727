/** Where SCIM is served: `basePath` and what comes below it. `provider` only for the provider's own base path. */
export type ScimBase = { readonly basePath: string; readonly rest: string; readonly provider?: string };

const providerBase = /^\/provisioning\/([a-z][a-z0-9-]{0,31})\/v2(?=\/|$)/;

/** @returns nothing when the path is not below a SCIM base path. */
export const scimBaseOf = (path: string): ScimBase | undefined => {
  if (path.startsWith('/scim/v2/') || path === '/scim/v2') return { basePath: '/scim/v2', rest: path.slice(8) };
  const match = path.startsWith('/provisioning/') ? providerBase.exec(path) : null;
  if (!match?.[1]) return undefined;
  return { basePath: match[0], rest: path.slice(match[0].length), provider: match[1] };
};
