import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Secret } from '#runtime';
import { bearerTokenOf } from './bearer.js';
import { mediaTypeOf } from './media-type.js';
import type { Problem } from './send.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const unauthorized: Problem = {
  kind: 'problem',
  status: 401,
  title: 'Unauthorized',
  detail: 'Send the admin token as "Authorization: Bearer <token>".',
  headers: { 'WWW-Authenticate': 'Bearer realm="rollcall-admin"' },
};

/** The admin token, compared in constant time, before any body is read. */
export class AdminFrontDoor {
  readonly #expected: Buffer;

  constructor(adminToken: Secret) {
    this.#expected = digest(adminToken.reveal());
  }

  refusal(request: IncomingMessage): Problem | undefined {
    const token = bearerTokenOf(request.headers.authorization) ?? '';
    if (!timingSafeEqual(digest(token), this.#expected)) return unauthorized;
    const type = mediaTypeOf(request.headers['content-type']);
    if (type === undefined || type === 'application/json') return undefined;
    return {
      kind: 'problem',
      status: 415,
      title: 'Unsupported media type',
      detail: `The Content-Type ${JSON.stringify(type)} is not accepted; send application/json.`,
    };
  }
}
