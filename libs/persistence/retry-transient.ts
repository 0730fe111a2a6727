import { delay, fullJitter } from '#runtime';
import { retryDelays } from './failure.js';

export type RetryOptions = {
  /** Ends the retries: the failure at hand is then thrown. */
  readonly signal?: AbortSignal;
  /** Tries in all. Default: no limit but the signal. */
  readonly attempts?: number;
  readonly onRetry?: (error: unknown, attempt: number) => void;
};

/**
 * Runs `work` again, with jittered back-off, as long as it fails for a reason that passes by itself (table in
 * `failure.ts`). `work` must be safe to repeat: a lost connection does not tell whether a commit took effect.
 */
export async function retryTransient<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const delays = retryDelays(error);
      const isLast = attempt + 1 >= (options.attempts ?? Number.POSITIVE_INFINITY);
      if (delays === undefined || isLast || options.signal?.aborted) throw error;
      options.onRetry?.(error, attempt);
      await delay(fullJitter(attempt, delays.baseMs, delays.capMs), options.signal);
      if (options.signal?.aborted) throw error;
    }
  }
}
