import { derivedId, newId } from '#runtime';
import type { ScimRequest } from '../../exchange/scim-request.js';

/**
 * Attempts at one change, each on the state the one before has lost to. Within a gateway changes take turns, so a
 * change contends with one of each other gateway and loses every attempt among four of them once in 10,000 times.
 */
export const ATTEMPTS = 32;

/**
 * The id of each attempt. With an `Idempotency-Key` they are the same at every repeat of the request, so that its
 * verdicts are found again; method and path are part of it, for clients that use one key for several requests.
 */
export const commandIdsOf = (request: ScimRequest): ((attempt: number) => string) => {
  const { idempotencyKey, method, segments, caller } = request;
  if (idempotencyKey === undefined) return newId;
  const name = `${method} ${segments.join('/')} ${idempotencyKey}`;
  return (attempt) => derivedId(caller.directory.id, `${name}#${attempt}`);
};
