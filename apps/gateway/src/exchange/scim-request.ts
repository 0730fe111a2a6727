import type { ScimError } from '#scim';
import type { Caller } from './caller.js';

/** One SCIM operation, from the wire or from inside a bulk request. */
export type ScimRequest = {
  readonly caller: Caller;
  readonly method: string;
  /** Decoded path segments below the base path: `['Users', '2819…']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly conditions: Conditions;
  /** `Prefer: return=minimal` or `return=representation` (RFC 7240 §4.2). */
  readonly preference?: 'minimal' | 'representation';
  readonly idempotencyKey?: string;
  /** The body as JSON; read at most once, only by routes that take one. */
  readonly readBody: () => { readonly kind: 'json'; readonly value: unknown } | ScimError;
};

/** Entity tags as sent; absent when the header was. */
type Conditions = { readonly ifMatch?: string; readonly ifNoneMatch?: string };
