import type { Clock } from '#runtime';
import type { Learned, Outcome } from '../drivers/driver.js';
import { Breaker } from './breaker.js';
import type { OwnedTarget } from './owned-target.js';
import type { TokenBucket } from './token-bucket.js';

/** What may be done at a target now. `until`: ms since 1970, when to look again. */
export type Passage =
  | { readonly is: 'open' }
  | { readonly is: 'shut'; readonly until: number }
  | { readonly is: 'probe' };

/** Everything of the gate that outlives its owner; times are ms from now. */
export type GateRecord = {
  readonly breaker: 'closed' | 'open' | 'half_open';
  readonly breakerForMs: number;
  readonly openCount: number;
  readonly health: 'ok' | 'quarantined_auth';
  readonly probeInMs: number;
  readonly probeCount: number;
  readonly throttledForMs: number;
  readonly learned: Learned;
  readonly lastError: string | undefined;
};

const firstProbeMs = 5_000;
const longestProbeMs = 300_000;
const throttleWithoutHintMs = 5_000;

/** Whether a target takes requests: not while it throttles, does not answer, or does not let us in. */
export class Gate {
  readonly #breaker: Breaker;
  #throttledUntil: number;
  #lockedOut: { probeAt: number; count: number } | undefined;
  #learned: Learned;
  #lastError: string | undefined;
  #kept: string;

  constructor(
    target: OwnedTarget,
    private readonly bucket: TokenBucket,
    private readonly clock: Clock,
  ) {
    const now = clock.now();
    const { breaker, breakerForMs, openCount } = target;
    const is = breaker === 'closed' ? 'closed' : 'open';
    this.#breaker = new Breaker(clock, { is, until: now + breakerForMs, openCount });
    this.#throttledUntil = now + target.throttledForMs;
    if (target.health !== 'ok') this.#lockedOut = { probeAt: now + target.probeInMs, count: target.probeCount };
    this.#learned = target.learned;
    this.#kept = this.#fingerprint();
  }

  get learned(): Learned {
    return this.#learned;
  }

  passage(): Passage {
    const now = this.clock.now();
    if (this.#throttledUntil > now) return { is: 'shut', until: this.#throttledUntil };
    if (this.#lockedOut) {
      return this.#lockedOut.probeAt > now ? { is: 'shut', until: this.#lockedOut.probeAt } : { is: 'probe' };
    }
    const breaker = this.#breaker.state();
    if (breaker.is === 'open') return { is: 'shut', until: breaker.until };
    return breaker.is === 'half_open' ? { is: 'probe' } : { is: 'open' };
  }

  /** One request was answered, or failed. */
  sample(isFailure: boolean): void {
    if (isFailure) this.#breaker.failed();
    else this.#breaker.succeeded();
  }

  /** What a task came to. True when there is more to keep than at the last `record`. */
  observe(outcome: Outcome): boolean {
    this.#take(outcome);
    return this.#fingerprint() !== this.#kept;
  }

  record(): GateRecord {
    this.#kept = this.#fingerprint();
    const now = this.clock.now();
    const breaker = this.#breaker.state();
    return {
      breaker: breaker.is,
      breakerForMs: breaker.is === 'open' ? Math.max(1, breaker.until - now) : 0,
      openCount: breaker.openCount,
      health: this.#lockedOut ? 'quarantined_auth' : 'ok',
      probeInMs: this.#lockedOut ? Math.max(1, this.#lockedOut.probeAt - now) : 0,
      probeCount: this.#lockedOut?.count ?? 0,
      throttledForMs: Math.max(0, this.#throttledUntil - now),
      learned: this.#learned,
      lastError: this.#lastError,
    };
  }

  #take(outcome: Outcome): void {
    switch (outcome.is) {
      case 'not_sent':
        return;
      case 'learned':
        this.#learned = { ...this.#learned, ...outcome.learned };
        return;
      case 'throttled':
        this.#throttledUntil = this.clock.now() + (outcome.waitMs ?? throttleWithoutHintMs);
        this.bucket.throttled();
        return;
      case 'unauthorised':
        this.#lockOut(outcome.status);
        return;
      case 'misconfigured':
        this.#lastError = `${outcome.code} (${outcome.status})`;
        if (this.#breaker.state().is !== 'open') this.#breaker.open();
        return;
      case 'failed':
        if (this.#breaker.state().is === 'open') this.#lastError = outcome.code;
        return;
      default:
        this.#lockedOut = undefined;
        if (this.#breaker.state().is === 'closed') this.#lastError = undefined;
    }
  }

  /** Requests that were under way beside the refused one change nothing more. */
  #lockOut(status: number): void {
    const now = this.clock.now();
    if (this.#lockedOut && this.#lockedOut.probeAt > now) return;
    const count = (this.#lockedOut?.count ?? -1) + 1;
    this.#lockedOut = { count, probeAt: now + Math.min(longestProbeMs, firstProbeMs * 2 ** Math.min(count, 10)) };
    this.#lastError = `unauthorised (${status})`;
  }

  #fingerprint(): string {
    const { is, openCount } = this.#breaker.state();
    return JSON.stringify([is, openCount, this.#lockedOut, this.#throttledUntil, this.#learned, this.#lastError]);
  }
}
