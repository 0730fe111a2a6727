import { decodeAnnouncement, INSTALLATION, partitionOf } from '#journal';
import type { Database, Subscription } from '#persistence';
import type { Clock, Logger } from '#runtime';
import type { DirectoryIndex } from '../tokens/directory-index.js';
import type { ActiveGeneration } from './active-generation.js';
import type { PartitionProgress } from './partition-progress.js';
import type { VerdictBoard } from './verdict-board.js';

const POLL_EVERY_MS = 500;
/** Directories share a partition with other traffic; more often than this is no use to anybody. */
const REFRESH_AT_MOST_EVERY_MS = 100;

/**
 * Keeps this process in step with what the projector commits: its notifies wake the waiters and refresh the
 * directories; a poll does the same for notifies that were lost, so that a revoked token ends within a second.
 */
export class FollowJournal {
  readonly #home: number;
  #subscription: Subscription | undefined;
  #poll: NodeJS.Timeout | undefined;
  #refreshAgain: NodeJS.Timeout | undefined;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly generation: ActiveGeneration;
      readonly directories: DirectoryIndex;
      readonly board: VerdictBoard;
      readonly progress: PartitionProgress;
      readonly clock: Clock;
      readonly logger: Logger;
    },
  ) {
    this.#home = partitionOf(INSTALLATION, parts.progress.partitions);
  }

  async start(): Promise<void> {
    await this.parts.directories.refresh();
    this.#subscription = await this.parts.database.listen('journal', (payload) => this.#heard(payload));
    this.#poll = setInterval(() => {
      this.#look().catch((error: unknown) => this.#failed(error));
    }, POLL_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#poll);
    clearTimeout(this.#refreshAgain);
    await this.#subscription?.close();
  }

  /** Nothing after a reconnect, when anything may have been missed. */
  #heard(payload: string | undefined): void {
    const announcement = payload === undefined ? undefined : decodeAnnouncement(payload);
    if (announcement) this.parts.board.heard(announcement);
    else this.parts.board.wake();
    if (!announcement || announcement.partition === this.#home) this.#refreshSoon();
  }

  #refreshSoon(): void {
    if (this.#refreshAgain) return;
    const waitMs = Math.max(0, this.#refreshedAt + REFRESH_AT_MOST_EVERY_MS - this.parts.clock.now());
    this.#refreshAgain = setTimeout(() => {
      this.#refreshAgain = undefined;
      this.#refreshedAt = this.parts.clock.now();
      this.parts.directories.refresh().catch((error: unknown) => this.#failed(error));
    }, waitMs);
  }

  async #look(): Promise<void> {
    await this.parts.generation.refresh();
    await this.parts.directories.refresh();
  }

  #failed(error: unknown): void {
    this.parts.logger.warn({ err: error }, 'following the journal failed');
  }
}
