/** A domain event as the journal carries it. The journal never looks inside: `data` and `sealed` are opaque here. */
export type JournalEvent = {
  readonly type: string;
  readonly v: number;
  /** What may be read in the clear: ids, names of changed attributes, settings. Never personal data. */
  readonly data: JsonObject;
  /** Personal data, sealed under the subject's key (`#privacy`), base64. */
  readonly sealed?: string;
};

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue };

/** What must hold for the aggregate's head at the proposal's place in the log. */
export type Expectation =
  | { readonly is: 'absent' }
  | { readonly is: 'version'; readonly version: number }
  | { readonly is: 'present' };

/**
 * The full set of claimed keys per scope *after* the events. Scopes not named stay as they are; an empty list
 * releases the scope. The arbiter works out what to release from its own table, so a proposal can never release
 * what another aggregate owns.
 */
export type Claims = Readonly<Record<Scope, readonly ClaimKey[]>> | 'release-all';
/** `<attribute>/<version of its canonical form>`, for example `userName/1`. */
export type Scope = string;
/** Keyed digest of a canonical value, base64url. */
export type ClaimKey = string;

export type Actor =
  | { readonly kind: 'token'; readonly tokenId: string }
  | { readonly kind: 'admin' }
  | { readonly kind: 'system' };

export type AggregateRef = { readonly type: string; readonly id: string };

/** One aggregate's events plus what must hold for them to count. One record on the journal, one atomic decision. */
export type Proposal = {
  readonly kind: 'proposal';
  readonly format: 1;
  /** The rule set that judges this record for ever. */
  readonly rules: 1;
  /** uuid v7, or v5 of directory and Idempotency-Key. */
  readonly commandId: string;
  /** The directory, or `INSTALLATION` for directories and targets themselves. */
  readonly directoryId: string;
  /** Milliseconds, compared with effective log time. */
  readonly notAfter: number;
  readonly aggregate: AggregateRef;
  readonly expect: Expectation;
  readonly claims?: Claims;
  /** True for the event that ends the aggregate: the head stays, marked deleted. Implies `claims: 'release-all'`. */
  readonly deletes?: true;
  /** At least one. Empty only when `parts` says that they came before, in parts. */
  readonly events: readonly JournalEvent[];
  /** How many `part` records with this commandId precede this one. */
  readonly parts?: number;
  readonly occurredAt: number;
  readonly actor: Actor;
  /** Found again in logs, in the lifecycle event and in what sync sends. */
  readonly requestId: string;
};

/** A slice of an oversized proposal's events. Stored until the proposal with the same commandId decides. */
export type Part = {
  readonly kind: 'part';
  readonly format: 1;
  readonly rules: 1;
  readonly commandId: string;
  readonly directoryId: string;
  readonly notAfter: number;
  readonly index: number;
  readonly events: readonly JournalEvent[];
};

/** Moves effective time on a quiet partition, nothing else. */
export type Noop = { readonly kind: 'noop'; readonly format: 1; readonly rules: 1 };

/** An operator's decision on a parked aggregate. On the journal, so that a rebuild repeats it. */
export type Control = {
  readonly kind: 'control';
  readonly format: 1;
  readonly rules: 1;
  readonly commandId: string;
  readonly directoryId: string;
  readonly action: 'release' | 'skip';
  readonly aggregate: AggregateRef;
  readonly actor: Actor;
  readonly requestId: string;
};

export type JournalRecord = Proposal | Part | Noop | Control;

/** The directoryId under which directories and targets are journalled: one partition orders them all. */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000';
