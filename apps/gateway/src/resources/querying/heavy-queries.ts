export type HeavyAsker = { readonly id: string; readonly limits: { readonly heavyQueries: number } };

type Waiting = { readonly directoryId: string; readonly start: () => void };

const AT_ONCE = 2;
const AT_ONCE_PER_DIRECTORY = 1;
/** How many times as long as a query took its place stays empty: so a core is never busy with them for long. */
const REST = 2;
const REST_AT_MOST_MS = 1_000;
/** Shorter ones disturb nobody. */
const NO_REST_BELOW_MS = 20;

/**
 * Queries that no index serves read a whole directory. Few run at once, one for each directory, so that one directory's
 * habit does not slow down the others or anybody's writes; and after each its place stays empty for a while, as one that
 * asks again and again would take a whole core from them. The rest waits in line, of each directory as many as its limit
 * allows.
 */
export class HeavyQueries {
  readonly #running = new Map<string, number>();
  #waiting: Waiting[] = [];

  /** @param rest see `REST` */
  constructor(private readonly rest = REST) {}

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
    const begin = performance.now();
    try {
      return await work();
    } finally {
      this.#leaveAfterRest(directoryId, performance.now() - begin);
    }
  }

  #leaveAfterRest(directoryId: string, tookMs: number): void {
    const leave = () => {
      this.#count(directoryId, -1);
      this.#startNext();
    };
    const restMs = tookMs < NO_REST_BELOW_MS ? 0 : Math.min(tookMs * this.rest, REST_AT_MOST_MS);
    if (restMs === 0) leave();
    else setTimeout(leave, restMs);
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
