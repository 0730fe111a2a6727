import { type Clock, delay } from '#runtime';

const slowDown = 0.7;
const speedUpPerMinute = 1.05;
const slowestPerSecond = 0.1;

/** A target's rate: each 429 takes 30 % off, each quiet minute gives 5 % back. */
export class TokenBucket {
  #tokens: number;
  #filledAt: number;
  #factor = 1;

  constructor(
    private readonly ratePerSecond: number,
    private readonly burst: number,
    private readonly clock: Clock,
  ) {
    this.#tokens = burst;
    this.#filledAt = clock.now();
  }

  /** Waits for a token, first come first served. False when `signal` aborted before there was one. */
  async take(signal: AbortSignal): Promise<boolean> {
    this.#fill();
    this.#tokens -= 1;
    const waitMs = this.#tokens >= 0 ? 0 : (-this.#tokens * 1_000) / this.#rate();
    if (waitMs > 0) await delay(waitMs, signal);
    if (signal.aborted) this.#tokens += 1;
    return !signal.aborted;
  }

  throttled(): void {
    this.#fill();
    this.#tokens = Math.min(0, this.#tokens);
    this.#factor *= slowDown;
  }

  #rate(): number {
    return Math.max(slowestPerSecond, this.ratePerSecond * this.#factor);
  }

  #fill(): void {
    const now = this.clock.now();
    const elapsedMs = Math.max(0, now - this.#filledAt);
    this.#filledAt = now;
    this.#factor = Math.min(1, this.#factor * speedUpPerMinute ** (elapsedMs / 60_000));
    this.#tokens = Math.min(this.burst, this.#tokens + (elapsedMs / 1_000) * this.#rate());
  }
}
