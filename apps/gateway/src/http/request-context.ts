import type { Caller } from '../exchange/caller.js';
import type { SplitTarget } from './request-target.js';

/** What the first hook finds out about a request, before a byte of its body is read. */
export type RequestContext = {
  readonly requestId: string;
  readonly target: SplitTarget;
  readonly face: Face;
};

export type Face =
  | { readonly is: 'scim'; readonly caller: Caller; readonly rest: string }
  | { readonly is: 'admin' }
  | { readonly is: 'other' };

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent only when a request failed before any hook ran. */
    rollcall: RequestContext | null;
  }
}
