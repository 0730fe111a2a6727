import type { StoredDirectory } from '#read-model';

/** A directory as operators see it. Times in ms. */
export type DirectoryView = {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly state: 'enabled' | 'disabled';
  readonly scimBaseUrl: string;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

/** The address to paste into the provider. A generic client gets the neutral one; the token decides in any case. */
const scimBaseUrlOf = (publicUrl: string, provider: string): string =>
  provider === 'generic' ? `${publicUrl}/scim/v2` : `${publicUrl}/provisioning/${provider}/v2`;

export const directoryView = (row: StoredDirectory, publicUrl: string): DirectoryView => ({
  id: row.id,
  name: row.name,
  provider: row.provider,
  state: row.state,
  scimBaseUrl: scimBaseUrlOf(publicUrl, row.provider),
  version: row.version,
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
});
