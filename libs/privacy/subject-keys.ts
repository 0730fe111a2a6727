import type { Database } from '#persistence';
import { type Clock, newId, systemClock } from '#runtime';
import { KeyCache } from './key-cache.js';
import type { MasterKey } from './master-key.js';
import { PrivacyError } from './privacy-error.js';
import { eraseSubjectKey } from './statements/erase-subject-key.js';
import { insertSubjectKeys } from './statements/insert-subject-keys.js';
import { type SubjectKeyRow, selectSubjectKeys } from './statements/select-subject-keys.js';
import { type SubjectKey, SubjectKeyPool } from './subject-key-pool.js';
import { newSubjectKey, unwrapKey, wrapKey } from './wrapped-key.js';

export type SubjectKeysOptions = {
  readonly database: Pick<Database, 'query' | 'brief'>;
  readonly master: MasterKey;
  /** Default 256. */
  readonly poolSize?: number;
  /** Default 10,000 keys. */
  readonly cacheSize?: number;
  /** How long a key is remembered, and so how late another process's erasure may be noticed. Default 60 s. */
  readonly cacheAgeMs?: number;
  /** Default 1,000. */
  readonly maxWaiting?: number;
  /** Default 2 s. */
  readonly takeDeadlineMs?: number;
  readonly clock?: Clock;
  /** Told of every failed attempt to make keys ahead; the pool goes on trying. */
  readonly onRefillFailed?: (error: unknown) => void;
};

/**
 * One data key per subject (a user, a group, a resource), wrapped by the master key in `core.subject_key`. A key's row
 * is durable before its id is given out, so that nothing can be sealed under a key that is lost.
 */
export class SubjectKeys {
  readonly #database: SubjectKeysOptions['database'];
  readonly #master: MasterKey;
  readonly #cache: KeyCache;
  readonly #pool: SubjectKeyPool;

  constructor(options: SubjectKeysOptions) {
    this.#database = options.database;
    this.#master = options.master;
    this.#cache = new KeyCache(options.cacheSize ?? 10_000, options.cacheAgeMs ?? 60_000, options.clock ?? systemClock);
    const limits = {
      size: options.poolSize ?? 256,
      maxWaiting: options.maxWaiting ?? 1_000,
      takeDeadlineMs: options.takeDeadlineMs ?? 2_000,
    };
    this.#pool = new SubjectKeyPool((count) => this.#make(count), limits, options.onRefillFailed ?? (() => undefined));
  }

  /** Makes the first keys, so that not even the first `take` waits. @throws {PrivacyError} as `take` */
  fill(): Promise<void> {
    return this.#pool.fill();
  }

  /**
   * The id and key of a subject to be. At once, unless more are taken than made.
   *
   * @throws {PrivacyError} SUBJECT_KEYS_UNAVAILABLE, SUBJECT_KEYS_CLOSED
   */
  async take(): Promise<SubjectKey> {
    const taken = await this.#pool.take();
    this.#cache.set(taken.subjectId, taken.key);
    return taken;
  }

  /**
   * Subjects without a row, or with one that our master key does not open, are not in the answer: their key is lost, not
   * erased. One such row must not keep the others of a batch from being read.
   */
  async keysOf(ids: Iterable<string>): Promise<Map<string, Buffer | 'erased'>> {
    const keys = new Map<string, Buffer | 'erased'>();
    const missing = new Set<string>();
    for (const id of ids) {
      const key = this.#cache.get(id);
      if (key) keys.set(id, key);
      else missing.add(id);
    }
    if (missing.size === 0) return keys;
    const rows = await this.#database.brief.query<SubjectKeyRow>(selectSubjectKeys, [[...missing]]);
    for (const { subject_id, wrapped } of rows) {
      const key = wrapped ? this.#unwrap(subject_id, wrapped) : 'erased';
      if (key === undefined) continue;
      this.#cache.set(subject_id, key);
      keys.set(subject_id, key);
    }
    return keys;
  }

  #unwrap(subjectId: string, wrapped: Buffer): Buffer | undefined {
    try {
      return unwrapKey(this.#master, subjectId, wrapped);
    } catch (error) {
      if (error instanceof PrivacyError) return undefined;
      throw error;
    }
  }

  /** Destroys a subject's key for ever: what was sealed under it can never be read again. May be repeated. */
  async erase(subjectId: string): Promise<void> {
    await this.#database.query(eraseSubjectKey, [subjectId]);
    this.#cache.set(subjectId, 'erased');
  }

  /** Ends the background work and refuses whoever waits. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  async #make(count: number): Promise<readonly SubjectKey[]> {
    const made = Array.from({ length: count }, () => ({ subjectId: newId(), key: newSubjectKey() }));
    const wrapped = made.map(({ subjectId, key }) => wrapKey(this.#master, subjectId, key));
    await this.#database.query(insertSubjectKeys, [made.map(({ subjectId }) => subjectId), wrapped]);
    return made;
  }
}
