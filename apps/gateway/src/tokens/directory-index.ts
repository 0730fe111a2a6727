import type { Queryable } from '#persistence';
import type { Directory, LiveToken } from './directory.js';
import { directoryOf } from './directory-of-row.js';
import { type DirectoryRow, directoriesChangedSince } from './statements/directories-changed-since.js';
import { sumOfDirectoryVersions, type VersionsRow } from './statements/sum-of-directory-versions.js';

/**
 * Every directory and live token, in memory. `refresh` reads what changed since the last one; calls that come while
 * one runs share the next. Who calls it, and when, is `follow-journal.ts`.
 *
 * Versions only grow, so their sum tells whether anything changed. What changed is mostly newer than all that was seen;
 * when that does not explain the sum, as after a parked directory was released with its old times, all are read.
 */
export class DirectoryIndex {
  readonly #directories = new Map<string, Directory>();
  readonly #tokens = new Map<string, LiveToken>();
  readonly #digests = new Map<string, readonly string[]>();
  #seenUpTo = 0;
  #versions = 0;
  #schema: string | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(
    private readonly database: Queryable,
    private readonly generation: { readonly schema: string },
  ) {}

  /** The live token of a digest, expired or not: telling them apart here would take different time. */
  token(digest: string): LiveToken | undefined {
    return this.#tokens.get(digest);
  }

  directory(id: string): Directory | undefined {
    return this.#directories.get(id);
  }

  all(): Iterable<Directory> {
    return this.#directories.values();
  }

  /** Resolves once a read that began after this call has been taken in. */
  refresh(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#read().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.refresh();
      });
    return this.#next;
  }

  async #read(): Promise<void> {
    const { schema } = this.generation;
    const isKnown = schema === this.#schema;
    const [total] = await this.database.query<VersionsRow>(sumOfDirectoryVersions(schema));
    const versions = total?.versions ?? 0;
    if (isKnown && versions === this.#versions) return;
    if (isKnown) for (const row of await this.#changedSince(schema, this.#seenUpTo)) this.#take(row);
    if (isKnown && versions === this.#versions) return;
    const all = await this.#changedSince(schema, 0);
    this.#schema = schema;
    this.#keepOnly(new Set(all.map(({ id }) => id)));
    for (const row of all) this.#take(row);
  }

  #changedSince(schema: string, time: number): Promise<readonly DirectoryRow[]> {
    return this.database.query<DirectoryRow>(directoriesChangedSince(schema), [time]);
  }

  /** A database restored from a backup may hold fewer than we knew. */
  #keepOnly(ids: ReadonlySet<string>): void {
    for (const { id, version } of this.#directories.values()) {
      if (ids.has(id)) continue;
      this.#versions -= version;
      this.#directories.delete(id);
      for (const digest of this.#digests.get(id) ?? []) this.#tokens.delete(digest);
      this.#digests.delete(id);
    }
  }

  #take(row: DirectoryRow): void {
    this.#seenUpTo = Math.max(this.#seenUpTo, row.modified_at);
    const known = this.#directories.get(row.id);
    if (known?.version === row.version) return;
    this.#versions += row.version - (known?.version ?? 0);
    this.#directories.set(row.id, directoryOf(row));
    for (const digest of this.#digests.get(row.id) ?? []) this.#tokens.delete(digest);
    for (const { digest, tokenId, expiresAt, readOnly } of row.tokens) {
      this.#tokens.set(digest, { tokenId, directoryId: row.id, expiresAt: expiresAt ?? undefined, readOnly });
    }
    this.#digests.set(
      row.id,
      row.tokens.map(({ digest }) => digest),
    );
  }
}
