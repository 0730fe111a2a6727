import type { Exchange } from '../driver.js';
import type { Failure } from './classify.js';
import { redact, redactPath } from './redact.js';
import type { ScimAnswer, ScimRequest } from './scim-client.js';

/** A request and its answer for the operation log. */
export const exchangeOf = (
  request: Pick<ScimRequest, 'method' | 'path' | 'body'>,
  note: { readonly op: Exchange['op']; readonly changed?: readonly string[] },
  answer: ScimAnswer,
  failure: Failure | undefined,
  ms: number,
): Exchange => ({
  op: note.op,
  method: request.method,
  path: redactPath(request.path),
  status: answer.is === 'answer' ? answer.status : undefined,
  ms: Math.round(ms),
  outcome: failure ? ('code' in failure ? `${failure.is}: ${failure.code}` : failure.is) : 'ok',
  isFailure: isFailure(failure),
  changed: note.changed,
  request: redact(request.body),
  response: answer.is === 'answer' ? redact(answer.body) : undefined,
});

const isFailure = (failure: Failure | undefined): boolean | undefined => {
  if (failure?.is === 'failed') return failure.code === 'ABORTED' ? undefined : true;
  return failure?.is === 'misconfigured';
};
