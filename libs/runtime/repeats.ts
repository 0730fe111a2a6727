const EVERY_MS = 10_000;
const MOST_KEYS = 500;

type Told = { at: number; since: number };

/**
 * Keeps what is said again and again from filling a log: the first time counts at once, later ones once in 10 s. A part
 * that is away fails many times a second, and all that tells is that it is away.
 */
export class Repeats {
  readonly #told = new Map<string, Told>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns how often the same was held back since it was told last, or `undefined` when this one is held back. */
  tell(key: string): number | undefined {
    const told = this.#told.get(key);
    if (told && this.now() - told.at < EVERY_MS) {
      told.since += 1;
      return undefined;
    }
    if (!told && this.#told.size >= MOST_KEYS) this.#told.clear();
    this.#told.set(key, { at: this.now(), since: 0 });
    return told?.since ?? 0;
  }
}
