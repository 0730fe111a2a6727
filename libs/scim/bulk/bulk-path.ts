import type { ResourceType } from '../schema/definition.js';
import { type ScimError, scimError } from '../scim-error.js';
import type { BulkMethod } from './bulk-operation.js';

export type BulkTarget = { readonly kind: 'target'; readonly resourceType: ResourceType; readonly id?: string };

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const notAllowed = (method: BulkMethod, allowed: string): ScimError =>
  scimError(405, `${method} is not possible there.`, undefined, { Allow: allowed });

/**
 * Where a bulk operation goes: `path = ["/"] endpoint ["/" id]`, RFC 7644 §3.7. A query or trailing slash is forgiven; a
 * bulk within a bulk, a search or /Me is not.
 */
export const readBulkPath = (
  path: string,
  method: BulkMethod,
  resourceTypes: readonly ResourceType[],
): BulkTarget | ScimError => {
  const query = path.indexOf('?');
  const segments = (query < 0 ? path : path.slice(0, query)).split('/').filter((segment) => segment !== '');
  const [endpoint, id, ...rest] = segments.map(decoded);
  const folded = segments.at(-1)?.toLowerCase();
  if (folded === 'bulk' || folded === '.search' || endpoint?.toLowerCase() === 'me') {
    return scimError(400, 'path: /Bulk, /Me and /.search cannot be used within a bulk request.', 'invalidPath');
  }
  const resourceType = resourceTypes.find((type) => type.endpoint === `/${endpoint}`);
  if (!resourceType || rest.length > 0) return scimError(404, 'path: names no resource endpoint.');
  if (method === 'POST' && id !== undefined) return notAllowed(method, 'PUT, PATCH, DELETE');
  if (method !== 'POST' && id === undefined) return notAllowed(method, 'POST');
  return { kind: 'target', resourceType, ...(id !== undefined && { id }) };
};
