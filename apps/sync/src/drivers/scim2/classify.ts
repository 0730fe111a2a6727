import type { Outcome } from '../driver.js';
import { readRetryAfter } from './retry-after.js';
import type { ScimAnswer } from './scim-client.js';

/** Which endpoint was asked: a missing account and a missing endpoint are told apart by it. */
export type Asked = 'collection' | 'resource';

export type Failure = Exclude<Outcome, { readonly is: 'done' | 'adopted' | 'absent' | 'learned' | 'not_sent' }>;

/*
 * answer                      row                        target
 * 401                         untouched                  locked out
 * 403                         refused -
 * 404 collection, 3xx         untouched                  wrong address
 * 404 resource                vanished                   -
 * 409                         conflict                   -
 * 429, 503 with Retry-After   untouched                  waits
 * 408, 412, 425, 5xx, silence tried again                counted by the breaker
 * other 4xx                   refused                    -
 */
/** @returns nothing for success. A read that fails has certainly done nothing. */
export const classify = (answer: ScimAnswer, asked: Asked, isRead: boolean, nowMs: number): Failure | undefined => {
  if (answer.is === 'silence') {
    return { is: 'failed', status: undefined, code: answer.code, certain: isRead || !answer.reached };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const code = scimTypeOf(answer.body) ?? `http_${status}`;
  const waitMs = readRetryAfter(answer.retryAfter, nowMs);
  if (status === 401) return { is: 'unauthorised', status };
  if (status === 429 || (status === 503 && waitMs !== undefined)) return { is: 'throttled', status, waitMs };
  if (status < 400) return { is: 'misconfigured', status, code: 'redirected' };
  if (status === 404) {
    return asked === 'resource'
      ? { is: 'vanished', status }
      : { is: 'misconfigured', status, code: 'no_such_endpoint' };
  }
  if (status === 409) return { is: 'conflict', status, code };
  if (status === 408 || status === 412 || status === 425)
    return { is: 'failed', status, code, certain: status !== 408 };
  return status >= 500
    ? { is: 'failed', status, code, certain: isRead || status === 501 }
    : { is: 'refused', status, code };
};

const scimTypeOf = (body: unknown): string | undefined => {
  const scimType = typeof body === 'object' && body !== null ? (body as { scimType?: unknown }).scimType : undefined;
  return typeof scimType === 'string' && /^\w{1,40}$/.test(scimType) ? scimType : undefined;
};
