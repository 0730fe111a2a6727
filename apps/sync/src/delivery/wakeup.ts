/** Lets one loop sleep until somebody has something for it. A call during no wait shortens the next one. */
export class Wakeup {
  #isDue = false;
  #awaken: (() => void) | undefined;
  readonly #timers = new Set<NodeJS.Timeout>();

  wake(): void {
    this.#isDue = true;
    this.#awaken?.();
  }

  wakeIn(ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.wake();
    }, ms);
    this.#timers.add(timer);
  }

  async wait(atMostMs: number): Promise<void> {
    if (!this.#isDue) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((done) => {
        this.#awaken = done;
        timer = setTimeout(done, atMostMs);
      });
      clearTimeout(timer);
      this.#awaken = undefined;
    }
    this.#isDue = false;
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.wake();
  }
}
