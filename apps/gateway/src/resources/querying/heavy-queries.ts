export type HeavyAsker = { readonly id: string; readonly limits: { readonly heavyQueries: number } };

type Waiting = { readonly directoryId: string; readonly start: () => void };

const AT_ONCE = 2;
const AT_ONCE_PER_DIRECTORY = 1;

/**
 * Queries that no index serves read a whole directory. Few run at once, one for each directory, so that one directory's
 * habit does not slow down the others or anybody's writes. The rest waits in line, of each directory as many as its
 * limit allows.
 */
export class HeavyQueries {
  readonly #running = new Map<string, number>();
  #waiting: Waiting[] = [];

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @returns nothing when too many of the directory's are waiting already. */
  async run<T>({ id: directoryId, limits }: HeavyAsker, work: () => Promise<T>): Promise<T | undefined> {
    if (!this.#mayStart(directoryId)) {
      const waiting = this.#waiting.filter((one) => one.directoryId === directoryId).length;
      if (waiting >= limits.heavyQueries) return undefined;
      await new Promise<void>((start) => this.#waiting.push({ directoryId, start }));
    } else this.#count(directoryId, 1);
    try {
      return await work();
    } finally {
      this.#count(directoryId, -1);
      this.#startNext();
    }
  }

  #mayStart(directoryId: string): boolean {
    const all = [...this.#running.values()].reduce((sum, number) => sum + number, 0);
    return all < AT_ONCE && (this.#running.get(directoryId) ?? 0) < AT_ONCE_PER_DIRECTORY;
  }

  #count(directoryId: string, change: 1 | -1): void {
    const running = (this.#running.get(directoryId) ?? 0) + change;
    if (running === 0) this.#running.delete(directoryId);
    else this.#running.set(directoryId, running);
  }

  #startNext(): void {
    const next = this.#waiting.find(({ directoryId }) => this.#mayStart(directoryId));
    if (!next) return;
    this.#waiting = this.#waiting.filter((waiting) => waiting !== next);
    this.#count(next.directoryId, 1);
    next.start();
  }
}
