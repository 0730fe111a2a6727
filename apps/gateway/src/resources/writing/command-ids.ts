import { claimKeyOf, type MasterKey } from '#privacy';
import { derivedId, newId } from '#runtime';
import type { ScimRequest } from '../../exchange/scim-request.js';
import { canonicalText } from './canonical-text.js';

/**
 * Attempts at one change, each on the state the one before has lost to. Within a gateway changes take turns, so a
 * change contends with one of each other gateway and loses every attempt among four of them once in 10,000 times.
 */
export const ATTEMPTS = 32;

/*
 * The id of a command whose request has an `Idempotency-Key`, the same at every repeat of the request, so that its
 * verdicts are found again:
 *
 *   keyed-id = 80 bits of method, path and key, with version and variant of a UUID ; hyphen ; 48 bits of body and attempt
 *
 * Method and path are part of it for clients that use one key for several requests. Ids of one key lie side by side, so
 * one look tells a repeat from another body under the same key. The body's part is keyed: an id tells nothing of it.
 */

export type CommandIds = {
  readonly of: (attempt: number) => string;
  /** Between which all ids of this key lie, whatever the body; absent without a key. */
  readonly range?: readonly [first: string, last: string];
};

export const commandIdsOf = (request: ScimRequest, master: MasterKey): CommandIds => {
  const { idempotencyKey, method, segments, caller } = request;
  if (idempotencyKey === undefined) return { of: newId };
  const { id: directoryId } = caller.directory;
  const head = derivedId(directoryId, `${method} ${segments.join('/')} ${idempotencyKey}`).slice(0, 24);
  const body = claimKeyOf(master, directoryId, 'idempotency', bodyText(request));
  return {
    of: (attempt) => `${head}${derivedId(directoryId, `${body}#${attempt}`).slice(24)}`,
    range: [`${head}000000000000`, `${head}ffffffffffff`],
  };
};

const bodyText = ({ method, readBody }: ScimRequest): string => {
  if (method === 'DELETE') return '';
  const body = readBody();
  return body.kind === 'json' ? canonicalText(body.value) : '';
};
