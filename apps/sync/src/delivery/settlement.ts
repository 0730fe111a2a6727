import type { Attributes } from '#lifecycle';
import type { Outcome } from '../drivers/driver.js';
import type { Halted, Link, Phase } from './link.js';
import { isForgotten, isTooEarly, type Step } from './plan-step.js';

/** What becomes of a claimed link. Written only while the claim still stands. */
export type Settlement = {
  readonly kind: string;
  readonly objectId: string;
  /** The revision that was worked on: applied when `isApplied`, dirty again when the object has changed since. */
  readonly rev: number;
  readonly isApplied: boolean;
  readonly phase: Phase;
  readonly halted: Halted | undefined;
  readonly remoteId: string | undefined;
  readonly remoteEtag: string | undefined;
  readonly applied: Attributes | undefined;
  readonly appliedHash: string | undefined;
  readonly isRecreated: boolean;
  readonly attempts: number;
  readonly delayMs: number;
  /** `start`: an account may have been made just now. `keep`: still not known. `end`: known. */
  readonly uncertainty: 'start' | 'keep' | 'end';
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** Memberships that are now known to be as said. */
  readonly memberships: readonly {
    readonly memberId: string;
    readonly have: boolean;
    readonly remoteId: string | undefined;
  }[];
};

export type SettleRules = {
  readonly settleDelayMs: number;
  readonly backoffBaseMs: number;
  /** 0 to 1. */
  readonly random: () => number;
};

const longestBackoffMs = 900_000;
const slowLaneMs = 86_400_000;
const mostAttempts = 12;
const conflictAttempts = 3;

export const settleNothing = (link: Link, step: Step & { kind: 'nothing' }): Settlement => ({
  ...untouched(link),
  ...(step.reason === 'left' && { applied: undefined, appliedHash: undefined }),
  isApplied: step.reason !== 'changed_since' && !link.hasMoreMemberships,
  attempts: 0,
  memberships: known(link),
  phase: step.reason === 'never_there' && link.want === 'absent' ? 'gone' : released(link.phase),
});

export const settle = (link: Link, step: Step & { kind: 'task' }, outcome: Outcome, rules: SettleRules): Settlement => {
  const after = settleTask(link, step, outcome, rules);
  // An update that did not end well may have gone half its way: the next one is not spared, whatever it is to be.
  return step.task.kind === 'update' && outcome.is !== 'done' ? { ...after, appliedHash: undefined } : after;
};

const settleTask = (link: Link, step: Step & { kind: 'task' }, outcome: Outcome, rules: SettleRules): Settlement => {
  switch (outcome.is) {
    case 'done':
      return account(link, outcome.remote, outcome.applied, step.hash);
    case 'adopted':
      return outcome.isEqual && outcome.applied
        ? account(link, outcome.remote, outcome.applied, step.hash)
        : { ...untouched(link), phase: 'linked', remoteId: outcome.remote.id, uncertainty: 'end', attempts: 0 };
    case 'absent':
      return absent(link, rules);
    case 'members_done':
      return membersDone(link);
    case 'vanished':
      return vanished(link, outcome.status, rules);
    case 'refused':
      return halt(link, 'parked', outcome);
    case 'conflict':
      return outcome.status === 409 && link.attempts + 1 < conflictAttempts
        ? retry(link, outcome, rules)
        : halt(link, 'conflict', outcome);
    case 'failed':
      return failed(link, step, outcome, rules);
    case 'learned':
      return {
        ...untouched(link),
        attempts: link.attempts + 1,
        delayMs: link.attempts === 0 ? 0 : backoff(link, rules),
      };
    case 'throttled':
    case 'unauthorised':
    case 'misconfigured':
      return { ...untouched(link), status: outcome.status, code: outcome.is };
    case 'not_sent':
      return untouched(link);
  }
};

/** Certainly not made: `creating` is taken back. What is not known stays unknown. */
const released = (phase: Phase): Phase => (phase === 'creating' ? 'new' : phase);

const untouched = (link: Link): Settlement => ({
  kind: link.kind,
  objectId: link.objectId,
  rev: link.rev,
  isApplied: false,
  phase: released(link.phase),
  halted: undefined,
  remoteId: link.remoteId,
  remoteEtag: undefined,
  applied: link.applied,
  appliedHash: link.appliedHash,
  isRecreated: false,
  attempts: link.attempts,
  delayMs: 0,
  uncertainty: 'keep',
  status: undefined,
  code: undefined,
  memberships: [],
});

const account = (
  link: Link,
  remote: { readonly id: string; readonly etag: string | undefined },
  applied: Attributes,
  hash: string | undefined,
): Settlement => ({
  ...untouched(link),
  isApplied: link.memberships.length === 0,
  phase: applied['active'] === false ? 'inactive' : 'linked',
  remoteId: remote.id,
  remoteEtag: remote.etag,
  applied: isForgotten(link) ? undefined : applied,
  appliedHash: hash,
  attempts: 0,
  uncertainty: 'end',
});

const known = (link: Link): Settlement['memberships'] =>
  link.memberships.map(({ memberId, want, remoteId }) => ({ memberId, have: want, remoteId }));

const membersDone = (link: Link): Settlement => ({
  ...untouched(link),
  isApplied: !link.hasMoreMemberships,
  attempts: 0,
  memberships: known(link),
});

const withoutAccount = (link: Link): Settlement => ({
  ...untouched(link),
  remoteId: undefined,
  applied: undefined,
  appliedHash: undefined,
  attempts: 0,
  uncertainty: 'end',
});

const absent = (link: Link, rules: SettleRules): Settlement => {
  if (isTooEarly(link, rules.settleDelayMs)) {
    return { ...untouched(link), phase: 'uncertain', delayMs: rules.settleDelayMs - link.uncertainForMs };
  }
  return { ...withoutAccount(link), isApplied: link.want !== 'active', phase: link.want === 'absent' ? 'gone' : 'new' };
};

/** Recreated when it is wanted; otherwise its absence is as good as being inactive. */
const vanished = (link: Link, status: number, rules: SettleRules): Settlement => ({
  ...withoutAccount(link),
  isApplied: link.want !== 'active',
  phase: link.want === 'active' ? 'new' : 'gone',
  isRecreated: link.want === 'active',
  attempts: link.attempts + 1,
  delayMs: link.attempts === 0 ? 0 : backoff(link, rules),
  status,
  code: 'vanished',
});

const halt = (link: Link, halted: Halted, { status, code }: Answered): Settlement => ({
  ...untouched(link),
  halted,
  attempts: link.attempts + 1,
  delayMs: slowLaneMs,
  status,
  code,
});

type Answered = { readonly status: number | undefined; readonly code: string };

const failed = (
  link: Link,
  step: Step & { kind: 'task' },
  outcome: Outcome & { is: 'failed' },
  rules: SettleRules,
): Settlement => {
  const mayBeMade = step.task.kind === 'create' && !outcome.certain;
  const isHopeless = link.attempts + 1 >= mostAttempts && link.failingForMs >= slowLaneMs;
  const after = isHopeless ? halt(link, 'parked', outcome) : retry(link, outcome, rules);
  return mayBeMade ? { ...after, phase: 'uncertain', uncertainty: 'start' } : after;
};

const retry = (link: Link, { status, code }: Answered, rules: SettleRules): Settlement => ({
  ...untouched(link),
  attempts: link.attempts + 1,
  delayMs: backoff(link, rules),
  status,
  code,
});

/** Full jitter: uniform between nothing and base · 2^attempts, at most 15 minutes. */
const backoff = (link: Link, rules: SettleRules): number =>
  Math.floor(rules.random() * Math.min(longestBackoffMs, rules.backoffBaseMs * 2 ** Math.min(link.attempts, 20)));
