import type { DomainEvent } from './event.js';

export type Expect =
  | { readonly is: 'absent' }
  | { readonly is: 'version'; readonly version: number }
  | { readonly is: 'present' };

/** A value that must be unique in its directory. `canonical` is the compared form; proposing makes it a keyed digest. */
export type ClaimedValue = { readonly scope: string; readonly canonical: string };

/** Events to propose and what must hold at their place in the log. */
export type Accepted = {
  readonly kind: 'accepted';
  readonly events: readonly [DomainEvent, ...DomainEvent[]];
  readonly expect: Expect;
  /** Absent: claims stay as they are. For every scope named here the list is the full set after the events. */
  readonly claims?: { readonly scopes: readonly string[]; readonly values: readonly ClaimedValue[] };
  readonly deletes?: true;
};

/** Nothing would change: no proposal, no event, same version. */
export type Unchanged = { readonly kind: 'unchanged' };

export type Rejection =
  | { readonly kind: 'rejected'; readonly reason: 'gone' }
  | { readonly kind: 'rejected'; readonly reason: 'version'; readonly found: number }
  | { readonly kind: 'rejected'; readonly reason: 'uniqueness'; readonly scope: string }
  | { readonly kind: 'rejected'; readonly reason: 'invalid'; readonly field: string; readonly problem: string }
  | { readonly kind: 'rejected'; readonly reason: 'limit'; readonly field: string; readonly problem: string };

export type Decision = Accepted | Unchanged | Rejection;
