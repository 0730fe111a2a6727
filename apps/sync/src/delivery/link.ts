import type { Attributes } from '#lifecycle';

/*
 * Phases of a link. In brackets what is committed before anything is sent.
 *
 *   new ──claim──► [creating] ──2xx, adopted──► linked ◄──► inactive
 *    ▲                │  │ silence, 5xx, crash                  │
 *    │ certainly      │  ▼                                      │ absent as wanted
 *    └─ refused ──────┘ [uncertain] ──found──► linked           ▼
 *                        │  ▲ too early to be sure             gone ──wanted again──► [creating]
 *                        └──┘ nothing found after settleDelay ──► POST again
 *
 * A POST leaves only with `creating` or `uncertain` in the database, so whoever takes over knows that an account may be
 * there and looks before it makes one. `halted` stops a link in whatever phase it is, until its object changes.
 */
export type Phase = 'new' | 'creating' | 'uncertain' | 'linked' | 'inactive' | 'gone';
export type Halted = 'parked' | 'conflict';
export type Want = 'active' | 'inactive' | 'absent' | 'leave';

/** A claimed link with its object, as the claim statement gives it. */
export type Link = {
  readonly kind: string;
  readonly objectId: string;
  readonly rev: number;
  readonly want: Want;
  readonly phase: Phase;
  readonly remoteId: string | undefined;
  readonly applied: Attributes | undefined;
  /** Of `applied`. Absent while a later write may have reached the account: then it is written whatever it is to be. */
  readonly appliedHash: string | undefined;
  readonly attempts: number;
  /** Since the first of the failures in a row. */
  readonly failingForMs: number;
  /** Since it became uncertain whether an account was made. */
  readonly uncertainForMs: number;
  readonly prio: number;
  readonly eventId: string | undefined;
  readonly requestId: string;
  readonly occurredAt: Date;
  readonly doc: Attributes;
  /** For a group: memberships that are not as wanted and can be sent now. */
  readonly memberships: readonly OpenMembership[];
  /** There are more of them than were read. */
  readonly hasMoreMemberships: boolean;
};

export type OpenMembership = {
  readonly memberId: string;
  readonly want: boolean;
  /** The member's account. Without one there is nothing to take away. */
  readonly remoteId: string | undefined;
};
