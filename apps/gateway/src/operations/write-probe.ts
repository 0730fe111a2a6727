import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import { type Clock, delay } from '#runtime';
import type { PartitionProgress } from '../proposing/partition-progress.js';
import type { PartitionWatch } from '../proposing/partition-watch.js';
import { logRecord } from '../proposing/proposing.js';

const PROVEN_FOR_MS = 10_000;
const TAKEN_UP_WITHIN_MS = 1_500;
const NOOP_KEY = 'noop';

/**
 * Whether a write would be answered, found out the only sure way: a noop goes through log and projector. Partitions
 * take turns, and nothing is sent while the last proof is fresh.
 */
export class WriteProbe {
  #provenAt = Number.NEGATIVE_INFINITY;
  #next = 0;
  #running: Promise<string | undefined> | undefined;

  constructor(
    private readonly parts: {
      readonly log: Log;
      readonly progress: PartitionProgress;
      readonly watch: PartitionWatch;
      readonly clock: Clock;
    },
  ) {}

  /** @returns what is wrong, or nothing. */
  check(): Promise<string | undefined> {
    if (this.parts.clock.now() - this.#provenAt < PROVEN_FOR_MS) return Promise.resolve(undefined);
    this.#running ??= this.#probe().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #probe(): Promise<string | undefined> {
    const { log, progress, watch, clock } = this.parts;
    const partition = this.#next % progress.partitions;
    const before = progress.nextOffset(partition);
    const noop = logRecord({ kind: 'noop', format: 1, rules: 1 }, NOOP_KEY, partition);
    await log.append(JOURNAL_TOPIC, [noop]);
    for (const end = clock.now() + TAKEN_UP_WITHIN_MS; clock.now() < end; await delay(25)) {
      await watch.look();
      if (progress.nextOffset(partition) <= before) continue;
      this.#provenAt = clock.now();
      this.#next += 1;
      return undefined;
    }
    return `the projector does not take up partition ${partition}`;
  }
}
