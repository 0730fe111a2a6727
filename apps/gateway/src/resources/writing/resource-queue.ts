/** Why a change did not get its turn. */
export type NoTurn = { readonly kind: 'no-turn' };

/** Below the half minute that clients wait for an answer. */
const WAIT_AT_MOST_MS = 15_000;
const WAITING_AT_MOST = 1_000;

type Closed = { readonly opened: Promise<void>; readonly open: () => void };

type Line = { tail: Promise<unknown>; waiting: number };

/**
 * Changes of one resource that depend on its version, one after another within this process. They would be judged one
 * by one anyway; in a line each is decided on what the one before has made, instead of most being void and decided
 * again. Changes that commute (membership) do not come here: they only wait while one that has lost to them is tried
 * again, for it would lose for ever to a stream of them.
 */
export class ResourceQueue {
  readonly #lines = new Map<string, Line>();
  readonly #closed = new Map<string, Closed>();

  /** @param now monotonic or wall clock, ms; only differences count */
  async run<T>(key: string, now: () => number, work: () => Promise<T>): Promise<T | NoTurn> {
    const line = this.#lines.get(key) ?? { tail: Promise.resolve(), waiting: 0 };
    if (line.waiting >= WAITING_AT_MOST) return { kind: 'no-turn' };
    const before = line.tail;
    const from = now();
    line.waiting += 1;
    const mine = before.then(
      async (): Promise<T | NoTurn> => (now() - from > WAIT_AT_MOST_MS ? { kind: 'no-turn' } : await work()),
    );
    line.tail = mine.catch(() => undefined);
    this.#lines.set(key, line);
    try {
      return await mine;
    } finally {
      line.waiting -= 1;
      if (line.waiting === 0) this.#lines.delete(key);
    }
  }

  /** To be called by who has the turn. @returns what lets commuting changes pass again; calling it is owed. */
  close(key: string): () => void {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const closed = { opened, open };
    this.#closed.set(key, closed);
    return () => {
      if (this.#closed.get(key) === closed) this.#closed.delete(key);
      open();
    };
  }

  /** Until commuting changes of the resource may pass. */
  async open(key: string): Promise<void> {
    for (let closed = this.#closed.get(key); closed; closed = this.#closed.get(key)) await closed.opened;
  }
}
