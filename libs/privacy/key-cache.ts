import type { Clock } from '#runtime';

type Entry = { readonly key: Buffer | 'erased'; readonly until: number };

/** Least recently used keys leave first. An entry also ends by age, so that another process's erasure is noticed. */
export class KeyCache {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly capacity: number,
    private readonly maxAgeMs: number,
    private readonly clock: Clock,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get(subjectId: string): Buffer | 'erased' | undefined {
    const entry = this.#entries.get(subjectId);
    if (!entry) return undefined;
    this.#entries.delete(subjectId);
    if (entry.until <= this.clock.now()) return undefined;
    this.#entries.set(subjectId, entry);
    return entry.key;
  }

  /** 'erased' is final: a key that was read before the erasure does not replace it. */
  set(subjectId: string, key: Buffer | 'erased'): void {
    if (this.#entries.get(subjectId)?.key === 'erased') return;
    this.#entries.delete(subjectId);
    this.#entries.set(subjectId, { key, until: this.clock.now() + this.maxAgeMs });
    if (this.#entries.size <= this.capacity) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
