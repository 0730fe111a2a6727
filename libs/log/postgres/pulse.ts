/** A call that is not lost on somebody who looks first and waits then: waiting starts from a count seen before looking. */
export class Pulse {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  beat(): void {
    this.#count += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves once the count is past `seen`, after `ms`, or when `signal` aborts. True when there was a beat. */
  async after(seen: number, ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.#count !== seen || signal.aborted) return this.#count !== seen;
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
    return this.#count !== seen;
  }
}
