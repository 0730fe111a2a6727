const safetyMargin = 0.9;

/**
 * The right to send to one target. It ends by itself when it is not extended in time; requests under way then are cut, so
 * that a new owner, who waits for the lease's end in the database, never sends beside the old one.
 */
export class Lease {
  readonly #ended = new AbortController();
  #validUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param askedAt `performance.now()` before the database was asked. */
  constructor(
    readonly epoch: number,
    askedAt: number,
    leaseMs: number,
  ) {
    this.extend(askedAt, leaseMs);
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  isValid(): boolean {
    return !this.#ended.signal.aborted && performance.now() < this.#validUntil;
  }

  extend(askedAt: number, leaseMs: number): void {
    if (this.#ended.signal.aborted) return;
    this.#validUntil = askedAt + leaseMs * safetyMargin;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), Math.max(0, this.#validUntil - performance.now()));
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#ended.abort();
  }
}
