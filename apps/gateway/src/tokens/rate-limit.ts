import type { DirectoryLimits } from '#scim';

type Bucket = { tokens: number; filledAt: number };

/** A token bucket per directory. Buckets that are full again are forgotten, so memory is bounded by who is active. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** @returns nothing when the request may pass, otherwise the seconds after which the next one may. */
  take(directoryId: string, limits: DirectoryLimits, now: number): number | undefined {
    const bucket = this.#buckets.get(directoryId) ?? { tokens: limits.burst, filledAt: now };
    const elapsedMs = Math.max(0, now - bucket.filledAt);
    bucket.tokens = Math.min(limits.burst, bucket.tokens + (elapsedMs * limits.requestsPerSecond) / 1_000);
    bucket.filledAt = now;
    this.#buckets.set(directoryId, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / limits.requestsPerSecond));
    bucket.tokens -= 1;
    if (this.#buckets.size > 10_000) this.#forgetIdle(now);
    return undefined;
  }

  #forgetIdle(now: number): void {
    for (const [id, bucket] of this.#buckets) if (now - bucket.filledAt > 60_000) this.#buckets.delete(id);
  }
}
