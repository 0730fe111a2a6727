import { SERVICE_PROVIDER_CONFIG_SCHEMA } from '../schema/urns.js';
import type { ScimSettings } from '../settings/settings.js';

/** What a directory's limits are; they are advertised here and enforced elsewhere. */
export type AdvertisedLimits = {
  readonly bulkMaxOperations: number;
  /** Bytes. */
  readonly bulkMaxPayloadSize: number;
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  readonly cursorTimeoutSeconds: number;
};

/**
 * RFC 7643 §5 and RFC 9865 §4; `baseUrl` has no slash at the end. `changePassword` is false because passwords are
 * accepted and never kept.
 */
export const serviceProviderConfig = (
  limits: AdvertisedLimits,
  settings: Pick<ScimSettings, 'patchSupported' | 'cursorPagingAdvertised'>,
  baseUrl: string,
): Record<string, unknown> => ({
  schemas: [SERVICE_PROVIDER_CONFIG_SCHEMA],
  patch: { supported: settings.patchSupported },
  bulk: {
    supported: true,
    maxOperations: limits.bulkMaxOperations,
    maxPayloadSize: limits.bulkMaxPayloadSize,
  },
  filter: { supported: true, maxResults: limits.maxPageSize },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  ...(settings.cursorPagingAdvertised && {
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: limits.defaultPageSize,
      maxPageSize: limits.maxPageSize,
      cursorTimeout: limits.cursorTimeoutSeconds,
    },
  }),
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token of this directory in the Authorization header.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
});
