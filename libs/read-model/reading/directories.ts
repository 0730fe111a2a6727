import type { Queryable } from '#persistence';
import { directories } from '../statements/directories.js';
import { directoryTokens } from '../statements/directory-tokens.js';
import { targets } from '../statements/targets.js';

export type StoredDirectory = {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly state: 'enabled' | 'disabled';
  readonly settings: { readonly [name: string]: unknown };
  /** Custom schemas by URN and resource types by name, as the directory's events carry them. */
  readonly schemas: {
    readonly schemas: { readonly [id: string]: unknown };
    readonly resourceTypes: { readonly [name: string]: unknown };
  };
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

/** Times in ms. `digest` is the keyed digest of the token, as `tokenDigest` gives it. */
export type StoredToken = {
  readonly tokenId: string;
  readonly directoryId: string;
  readonly digest: string;
  readonly label: string;
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  readonly readOnly: boolean;
  readonly revokedAt: number | null;
};

/** `secret` stays sealed under the master key. */
export type StoredTarget = {
  readonly id: string;
  readonly directoryId: string;
  readonly name: string;
  readonly state: 'active' | 'paused';
  readonly profile: string;
  readonly url: string;
  readonly settings: { readonly [name: string]: unknown };
  readonly secret: string;
  readonly resync: number;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
};

/** All directories, tokens and targets: few enough to be held whole by whoever needs them on every request. */
export const readDirectories = (schema: string) => (queryable: Queryable) =>
  queryable.query<StoredDirectory>(directories(schema));

export const readTokens = (schema: string) => (queryable: Queryable) =>
  queryable.query<StoredToken>(directoryTokens(schema));

export const readTargets = (schema: string) => (queryable: Queryable) => queryable.query<StoredTarget>(targets(schema));
