import type { AggregateRef, ClaimKey, Scope } from './proposal.js';

/** An aggregate with its directory: what a head, and a claim's owner, is known by. */
export type AggregateAddress = AggregateRef & { readonly directoryId: string };
export type ClaimAddress = { readonly directoryId: string; readonly scope: Scope; readonly key: ClaimKey };

/** The two uuids come first and have one length each, so that no two addresses share a key. */
export const aggregateKey = (address: AggregateAddress): string =>
  `${address.directoryId}/${address.id}/${address.type}`;

/** The key of a claim holds no slash, so that no two addresses share a key although scopes do hold one. */
export const claimAddressKey = (directoryId: string, scope: Scope, key: ClaimKey): string =>
  `${directoryId}/${scope}/${key}`;
