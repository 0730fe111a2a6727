import type { Attributes } from '#lifecycle';

/** What to bring about at the product for one object. */
export type Task =
  /** No account is known: look for one, and make it when there is none and `mayCreate`. */
  | { readonly kind: 'find'; readonly keys: MatchKeys }
  | { readonly kind: 'create'; readonly keys: MatchKeys; readonly body: Attributes }
  /** `applied` is what it was last known to be, and surely still is when `isSure`. */
  | {
      readonly kind: 'update';
      readonly remoteId: string;
      readonly body: Attributes;
      readonly applied: Attributes | undefined;
      readonly isSure: boolean;
    }
  | { readonly kind: 'delete'; readonly remoteId: string }
  /** For a group: accounts to be members, and no longer to be. Both may be so already. */
  | {
      readonly kind: 'members';
      readonly remoteId: string;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    };

/** How an account that is already there is recognised, in this order. The name is userName or displayName. */
export type MatchKeys = { readonly externalId: string; readonly name: string | undefined };

/**
 * What came of a task. `certain` on a failure: the product certainly did nothing. Otherwise it may have done the work.
 */
export type Outcome =
  | { readonly is: 'done'; readonly remote: Remote; readonly applied: Attributes }
  /** An account was found; nothing was written yet. `isEqual`: it already is as wanted. */
  | {
      readonly is: 'adopted';
      readonly remote: Remote;
      readonly isEqual: boolean;
      readonly applied: Attributes | undefined;
    }
  /** `find` found nothing, or a delete is done. */
  | { readonly is: 'absent' }
  /** The memberships are as asked. */
  | { readonly is: 'members_done' }
  /** The account that we knew is gone. */
  | { readonly is: 'vanished'; readonly status: number }
  /** Refused for what it is; the same request would be refused again. */
  | { readonly is: 'refused'; readonly status: number; readonly code: string }
  /** Cannot be decided here: several accounts match, or the name is taken by one that does not match. */
  | { readonly is: 'conflict'; readonly status: number | undefined; readonly code: string }
  | { readonly is: 'throttled'; readonly status: number; readonly waitMs: number | undefined }
  | { readonly is: 'failed'; readonly status: number | undefined; readonly code: string; readonly certain: boolean }
  /** The product does not let us in at all. */
  | { readonly is: 'unauthorised'; readonly status: number }
  /** The address is not that of such a product: redirects, or no such endpoint. */
  | { readonly is: 'misconfigured'; readonly status: number; readonly code: string }
  /** Another way of asking was learned; to be tried again at once. */
  | { readonly is: 'learned'; readonly learned: Learned }
  /** Nothing was sent: the lease was about to end, or the process stops. */
  | { readonly is: 'not_sent' };

export type Remote = { readonly id: string; readonly etag: string | undefined };

/** What a product taught us about itself; kept with the target. */
export type Learned = {
  readonly update?: 'put' | 'patch';
  /** Attributes it refuses to filter by. */
  readonly noFilter?: readonly string[];
  readonly membersPerRequest?: number;
};

/** One request as the operation log keeps it: names of attributes, no values. */
export type Exchange = {
  readonly op: 'lookup' | 'create' | 'members' | 'update' | 'deactivate' | 'reactivate' | 'delete' | 'probe';
  readonly method: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly ms: number;
  readonly outcome: string;
  /** The product failed, is not there or did not answer. What it refuses or throttles is an answer; what we cut is neither. */
  readonly isFailure: boolean | undefined;
  readonly changed: readonly string[] | undefined;
  readonly request: unknown;
  readonly response: unknown;
};

/** What every request needs to know of its surroundings. */
export type Call = {
  /** Sent as X-Request-Id. */
  readonly requestId: string;
  /** Aborts when the owner must not send any more. */
  readonly signal: AbortSignal;
  /** Asked before each request: waits for the target's rate, and says false when nothing may be sent any more. */
  admit(): Promise<boolean>;
  /** Told of each request when its answer is in, or given up. */
  onExchange(exchange: Exchange): void;
};

export type Execution = Call & {
  /** `User` or `Group`. */
  readonly kind: string;
  readonly task: Task;
  readonly learned: Learned;
};

/** One product's protocol. Never throws for what a product or network does. */
export interface Driver {
  execute(execution: Execution): Promise<Outcome>;
  /** One cheap read that needs the credentials: `absent` when it is let in. */
  probe(call: Call): Promise<Outcome>;
  close(): Promise<void>;
}
