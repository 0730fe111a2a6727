import { delay, fullJitter } from '#runtime';
import { PrivacyError } from './privacy-error.js';

export type SubjectKey = { readonly subjectId: string; readonly key: Buffer };

export type PoolLimits = {
  /** Keys made ahead. Refilled in the background once half of them are gone. */
  readonly size: number;
  /** How many callers may wait for a refill at the same time. */
  readonly maxWaiting: number;
  readonly takeDeadlineMs: number;
};

type Waiting = { readonly resolve: (key: SubjectKey) => void; readonly reject: (error: Error) => void };

/*
 * Keys ready to be taken.
 *
 *   idle       more than half full; nothing runs
 *   refilling  one loop makes keys until the pool is full: waiting callers are served first, oldest first; a failure
 *              is reported and tried again with back-off
 *   closed     the loop has ended and everybody who waited was refused
 *
 * A caller waits only when the pool is empty, and never past its deadline.
 */
export class SubjectKeyPool {
  readonly #ready: SubjectKey[] = [];
  readonly #waiting = new Set<Waiting>();
  readonly #closing = new AbortController();
  #refill: Promise<void> | undefined;

  constructor(
    private readonly make: (count: number) => Promise<readonly SubjectKey[]>,
    private readonly limits: PoolLimits,
    private readonly onRefillFailed: (error: unknown) => void,
  ) {}

  get ready(): number {
    return this.#ready.length;
  }

  async take(): Promise<SubjectKey> {
    if (this.#closing.signal.aborted) throw closed();
    const key = this.#ready.pop();
    if (this.#ready.length <= this.limits.size / 2) this.#startRefill();
    return key ?? this.#wait();
  }

  /** Resolves when keys are ready, or rejects like `take`. */
  async fill(): Promise<void> {
    const key = await this.take();
    this.#ready.push(key);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const waiting of this.#waiting) waiting.reject(closed());
    await this.#refill;
  }

  #wait(): Promise<SubjectKey> {
    if (this.#waiting.size >= this.limits.maxWaiting) {
      return Promise.reject(unavailable(`More than ${this.limits.maxWaiting} callers wait for a subject key.`));
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
      };
      const waiting: Waiting = {
        resolve: (key) => {
          leave();
          resolve(key);
        },
        reject: (error) => {
          leave();
          reject(error);
        },
      };
      const { takeDeadlineMs } = this.limits;
      const late = (): void => waiting.reject(unavailable(`No subject key was ready within ${takeDeadlineMs} ms.`));
      const timer = setTimeout(late, takeDeadlineMs);
      this.#waiting.add(waiting);
    });
  }

  #startRefill(): void {
    this.#refill ??= this.#refillUntilFull().finally(() => {
      this.#refill = undefined;
    });
  }

  async #refillUntilFull(): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted && this.#missing() > 0) {
      try {
        this.#put(await this.make(Math.min(this.#missing(), this.limits.size)));
        failures = 0;
      } catch (error) {
        this.onRefillFailed(error);
        await delay(fullJitter(failures, 100, 2_000), signal);
        failures += 1;
      }
    }
  }

  #missing(): number {
    return this.limits.size + this.#waiting.size - this.#ready.length;
  }

  #put(keys: readonly SubjectKey[]): void {
    const waiting = this.#waiting.values();
    for (const key of keys) {
      const next = waiting.next();
      if (next.done) this.#ready.push(key);
      else next.value.resolve(key);
    }
  }
}

const closed = (): PrivacyError => new PrivacyError('SUBJECT_KEYS_CLOSED', 'The subject keys were closed.');
const unavailable = (message: string): PrivacyError => new PrivacyError('SUBJECT_KEYS_UNAVAILABLE', message);
