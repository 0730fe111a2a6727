type Waiting<Key, Found> = {
  readonly key: Key;
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (error: unknown) => void;
};

const due: (() => void)[] = [];

/** All that is due at the end of a turn runs in one, so that the statements of several readers go out together. */
const atEndOfTurn = (work: () => void): void => {
  if (due.push(work) > 1) return;
  setImmediate(() => {
    for (const each of due.splice(0)) each();
  });
};

/**
 * Single reads of many requests as few statements. What is asked for in one turn of the event loop goes out together,
 * and while batches are with the database, what arrives is gathered for the next. At most `atOnce` batches run, each of
 * at most `size` keys.
 */
export class BatchedRead<Key, Found> {
  #waiting: Waiting<Key, Found>[] = [];
  #running = 0;
  #isScheduled = false;

  constructor(
    private readonly readAll: (keys: readonly Key[]) => Promise<readonly (Found | undefined)[]>,
    private readonly limits: { readonly atOnce: number; readonly size: number } = { atOnce: 2, size: 100 },
  ) {}

  read(key: Key): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#running >= this.limits.atOnce || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    atEndOfTurn(() => {
      this.#isScheduled = false;
      this.#start();
    });
  }

  #start(): void {
    const batch = this.#waiting.slice(0, this.limits.size);
    this.#waiting = this.#waiting.slice(this.limits.size);
    this.#running += 1;
    this.#schedule();
    this.readAll(batch.map(({ key }) => key))
      .then(
        (found) => {
          for (const [at, { resolve }] of batch.entries()) resolve(found[at]);
        },
        (error: unknown) => {
          for (const { reject } of batch) reject(error);
        },
      )
      .finally(() => {
        this.#running -= 1;
        this.#schedule();
      })
      .catch(() => undefined);
  }
}
