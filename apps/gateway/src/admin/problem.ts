import type { Rejection } from '#domain';
import type { Problem } from '../http/send.js';
import type { Settlement } from '../proposing/settlement.js';
import { attributeOf } from '../resources/writing/attribute-of-scope.js';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  422: 'Limit reached',
  503: 'Unavailable',
};

export const problem = (status: number, detail: string, problems?: readonly string[]): Problem => ({
  kind: 'problem',
  status,
  title: titles[status] ?? 'Error',
  detail,
  ...(problems && { problems }),
  ...(status === 503 && { headers: { 'Retry-After': '2' } }),
});

const fieldOf = (scope: string | undefined): string => attributeOf(scope ?? 'value');

const taken = (scope: string | undefined): Problem =>
  problem(409, `${fieldOf(scope)}: is in use already; choose another.`);

export const problemOfRejection = (rejection: Rejection, what: string): Problem => {
  switch (rejection.reason) {
    case 'gone':
      return problem(404, `There is no such ${what}.`);
    case 'version':
      return problem(409, `The ${what} was changed by somebody else at the same time. Try again.`);
    case 'uniqueness':
      return taken(rejection.scope);
    case 'invalid':
      return problem(400, `${rejection.field}: ${rejection.problem}`);
    case 'limit':
      return problem(422, `${rejection.field}: ${rejection.problem}`);
  }
};

export const problemOfSettlement = (settlement: Exclude<Settlement, { kind: 'accepted' }>, what: string): Problem => {
  if (settlement.kind === 'unknown') {
    return problem(
      503,
      'Whether the change was applied is unknown: no verdict came in time. Look before trying again.',
    );
  }
  if (settlement.kind === 'not-applied') {
    return problem(settlement.because === 'too-large' ? 413 : 503, `${settlement.detail} The change was not applied.`);
  }
  switch (settlement.reason) {
    case 'uniqueness':
      return taken(settlement.scope);
    case 'gone':
      return problem(404, `There is no such ${what}.`);
    case 'version':
    case 'exists':
      return problem(409, `The ${what} was changed by somebody else at the same time. Try again.`);
    case 'expired':
    case 'incomplete':
      return problem(503, 'The change was not taken up in time and was not applied. Try again.');
  }
};
