import type { Clock } from '#runtime';

/*
 * closed ──more than half of ≥ 20 answers in 60 s failed, or 5 in a row──► open (5 s · 2^n, at most 5 min)
 *    ▲                                                                      │ time is up
 *    └────────────── probe answered ── half_open ◄──────────────────────────┘
 *                                        └── probe failed ──► open, n + 1
 */
export type BreakerState = {
  readonly is: 'closed' | 'open' | 'half_open';
  /** ms; when `open`: when to probe. */
  readonly until: number;
  readonly openCount: number;
};

const windowMs = 60_000;
const enoughSamples = 20;
const mostInARow = 5;
const shortestOpenMs = 5_000;
const longestOpenMs = 300_000;

/** Keeps requests from a target that does not answer. Its state outlives the owner: see `target_runtime`. */
export class Breaker {
  #samples: { readonly at: number; readonly isFailure: boolean }[] = [];
  #inARow = 0;

  constructor(
    private readonly clock: Clock,
    private current: BreakerState = { is: 'closed', until: 0, openCount: 0 },
  ) {}

  state(): BreakerState {
    if (this.current.is === 'open' && this.clock.now() >= this.current.until) {
      this.current = { ...this.current, is: 'half_open' };
    }
    return this.current;
  }

  /** Late answers to requests sent before it opened do not close it: the probe does. */
  succeeded(): void {
    if (this.state().is === 'open') return;
    this.#inARow = 0;
    if (this.current.is === 'half_open') this.#samples = [];
    this.current = { is: 'closed', until: 0, openCount: 0 };
    this.#sample(false);
  }

  failed(): void {
    this.#inARow += 1;
    this.#sample(true);
    if (this.current.is === 'half_open' || (this.current.is === 'closed' && this.#isTooMuch())) this.open();
  }

  open(): void {
    const openMs = Math.min(longestOpenMs, shortestOpenMs * 2 ** this.current.openCount);
    this.current = {
      is: 'open',
      until: this.clock.now() + openMs,
      openCount: Math.min(20, this.current.openCount + 1),
    };
  }

  #isTooMuch(): boolean {
    const failures = this.#samples.filter((sample) => sample.isFailure).length;
    const isBusy = this.#samples.length >= enoughSamples;
    return isBusy ? failures * 2 > this.#samples.length : this.#inARow >= mostInARow;
  }

  #sample(isFailure: boolean): void {
    const now = this.clock.now();
    this.#samples.push({ at: now, isFailure });
    if (this.#samples.length > 1_000) this.#samples.splice(0, 500);
    const oldest = now - windowMs;
    while (this.#samples[0] && this.#samples[0].at < oldest) this.#samples.shift();
  }
}
