import { type AggregateAddress, aggregateKey, type ClaimAddress, claimAddressKey } from './aggregate-key.js';
import type { ClaimKey, Part, Scope } from './proposal.js';
import type { Head } from './verdict.js';

export type OwnedClaim = ClaimAddress & { readonly owner: AggregateAddress };

/**
 * What the arbiter remembers, as far as one batch needs it (`keysNeeded`). Mutable on purpose: each judged record
 * leaves its effects here for the records after it. Never shared between batches.
 */
export type ArbiterView = {
  readonly heads: Map<string, Head>;
  /** Owner (`aggregateKey`) by claim (`claimAddressKey`). */
  readonly claims: Map<string, string>;
  /** Keys by scope, by owner. */
  readonly ownerClaims: Map<string, Map<Scope, Set<ClaimKey>>>;
  /** Commands judged before. */
  readonly verdicts: Set<string>;
  /** Parts by index, by commandId. */
  readonly parts: Map<string, Map<number, Part>>;
};

/** Rows as loaded. Only rows of the batch's own partition; a claim may come twice (by key and by owner). */
export type ArbiterRows = {
  readonly heads: Iterable<AggregateAddress & Head>;
  readonly claims: Iterable<OwnedClaim>;
  readonly verdicts: Iterable<string>;
  readonly parts: Iterable<Part>;
};

export const createArbiterView = (rows: Partial<ArbiterRows> = {}): ArbiterView => {
  const view: ArbiterView = {
    heads: new Map(),
    claims: new Map(),
    ownerClaims: new Map(),
    verdicts: new Set(rows.verdicts),
    parts: new Map(),
  };
  for (const row of rows.heads ?? []) {
    view.heads.set(aggregateKey(row), { version: row.version, deleted: row.deleted });
  }
  for (const claim of rows.claims ?? []) takeClaim(view, claim.directoryId, aggregateKey(claim.owner), claim);
  for (const part of rows.parts ?? []) storePart(view, part);
  return view;
};

export const takeClaim = (
  view: ArbiterView,
  directoryId: string,
  owner: string,
  { scope, key }: { readonly scope: Scope; readonly key: ClaimKey },
): void => {
  view.claims.set(claimAddressKey(directoryId, scope, key), owner);
  const scopes = view.ownerClaims.get(owner) ?? new Map<Scope, Set<ClaimKey>>();
  view.ownerClaims.set(owner, scopes.set(scope, (scopes.get(scope) ?? new Set<ClaimKey>()).add(key)));
};

export const releaseClaim = (
  view: ArbiterView,
  directoryId: string,
  owner: string,
  { scope, key }: { readonly scope: Scope; readonly key: ClaimKey },
): void => {
  view.claims.delete(claimAddressKey(directoryId, scope, key));
  view.ownerClaims.get(owner)?.get(scope)?.delete(key);
};

/** The first part of an index counts; a repeat changes nothing. */
export const storePart = (view: ArbiterView, part: Part): void => {
  const stored = view.parts.get(part.commandId) ?? new Map<number, Part>();
  if (!stored.has(part.index)) stored.set(part.index, part);
  view.parts.set(part.commandId, stored);
};
