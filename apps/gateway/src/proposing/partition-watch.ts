import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import type { Queryable } from '#persistence';
import { type Clock, type Logger, withDeadline } from '#runtime';
import type { ActiveGeneration } from './active-generation.js';
import type { PartitionProgress } from './partition-progress.js';

const WATCH_EVERY_MS = 500;
const ANSWER_WITHIN_MS = 2_000;
/** A part that has not answered for this long counts as unreachable. */
const UNREACHABLE_AFTER_MS = 3_000;

/** Looks at the log's ends and the projector's progress twice a second, and remembers when each last answered. */
export class PartitionWatch {
  /** Monotonic: how long ago, whatever happens to the time of day. */
  #logSeenAt = Number.NEGATIVE_INFINITY;
  #databaseSeenAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(
    private readonly parts: {
      readonly log: Log;
      readonly database: Queryable;
      readonly generation: ActiveGeneration;
      readonly progress: PartitionProgress;
      readonly clock: Clock;
      readonly logger: Logger;
    },
  ) {}

  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => {
      this.look().catch((error: unknown) => this.parts.logger.error({ err: error }, 'partition watch failed'));
    }, WATCH_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  isLogReachable(): boolean {
    return performance.now() - this.#logSeenAt < UNREACHABLE_AFTER_MS;
  }

  isDatabaseReachable(): boolean {
    return performance.now() - this.#databaseSeenAt < UNREACHABLE_AFTER_MS;
  }

  /** Ends first, then progress: a projector that keeps up is then never seen behind. */
  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#lookAtEnds();
      await this.#lookAtProgress();
    } finally {
      this.#looking = false;
    }
  }

  async #lookAtEnds(): Promise<void> {
    try {
      const ends = await withDeadline(this.parts.log.ends(JOURNAL_TOPIC), ANSWER_WITHIN_MS, late('the log'));
      this.#logSeenAt = performance.now();
      const now = this.parts.clock.now();
      ends.forEach((end, partition) => {
        this.parts.progress.sawEnd(partition, end, now);
      });
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'log does not answer');
    }
  }

  async #lookAtProgress(): Promise<void> {
    try {
      const read = this.parts.generation.model.progress(this.parts.database);
      const rows = await withDeadline(read, ANSWER_WITHIN_MS, late('the database'));
      this.#databaseSeenAt = performance.now();
      for (const row of rows) this.parts.progress.saw(row.partition, row.nextOffset, row.effectiveTime);
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'database does not answer');
    }
  }
}

const late = (part: string) => () => new Error(`${part} did not answer within ${ANSWER_WITHIN_MS} ms`);
