import type { Log } from '#log';
import type { Database } from '#persistence';
import type { SubjectKeys } from '#privacy';
import type { ProjectorStatements } from '#read-model';
import { type Clock, delay, type Logger, type Metrics } from '#runtime';
import { type Committed, Lane } from './lane.js';
import { publishEvents } from './publish-events.js';
import { readUnpublished, type Unpublished } from './read-unpublished.js';

export type PublisherDependencies = {
  readonly database: Database;
  readonly log: Log;
  readonly subjectKeys: Pick<SubjectKeys, 'keysOf'>;
  /** Of the generation this process fills. It is published while it is the one in use. */
  readonly statements: ProjectorStatements;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** How long an event may wait when nobody wakes its partition. Default 1 s. */
  readonly pollMs?: number;
};

/** Under steady load several batches are published together: what a subscriber waits longer is a blink. */
const GATHER_MS = 60;

/*
 * One lane per partition that is or was owned:
 *
 *   idle     --woken by a commit, or by the poll--> running
 *   running  publishes until nothing is left, then gathers for a moment; woken meanwhile: looks once more; fails: leaves
 *            it to the next wake
 *   not owned any more: what runs ends after its current send; owned again: the same lane, so never two at a time
 */
export class Publisher {
  readonly #lanes = new Map<number, Lane>();
  #owned: ReadonlySet<number> = new Set();
  readonly #stopping = new AbortController();
  readonly #metrics: ReturnType<typeof publishMetrics>;
  #polling: Promise<void> | undefined;
  #problem: string | undefined;

  constructor(private readonly dependencies: PublisherDependencies) {
    this.#metrics = publishMetrics(dependencies.metrics);
  }

  start(): void {
    this.#polling ??= this.#poll();
  }

  own(partitions: readonly number[]): void {
    this.#owned = new Set(partitions);
    for (const [partition, lane] of this.#lanes) if (!this.#owned.has(partition)) lane.fallBehind();
    for (const partition of partitions) {
      if (!this.#lanes.has(partition)) this.#lanes.set(partition, new Lane());
      this.wake(partition);
    }
  }

  /** A batch just committed: saves reading its events back. Whatever is not offered is found in the table. */
  offer(partition: number, committed: Committed): void {
    if (this.#owned.has(partition)) this.#lanes.get(partition)?.offer(committed);
    this.wake(partition);
  }

  wake(partition: number): void {
    const lane = this.#lanes.get(partition);
    if (!lane || !this.#owned.has(partition) || this.#stopping.signal.aborted) return;
    lane.isDirty = true;
    lane.running ??= this.#drain(partition, lane).finally(() => {
      lane.running = undefined;
    });
  }

  /** Why publishing does not go on, if it does not. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Ends after the sends under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await Promise.all([...this.#lanes.values()].map((lane) => lane.running));
  }

  async #poll(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      for (const partition of this.#owned) this.wake(partition);
      await delay(this.dependencies.pollMs ?? 1_000, this.#stopping.signal);
    }
  }

  async #drain(partition: number, lane: Lane): Promise<void> {
    try {
      while (lane.isDirty && this.#owned.has(partition) && !this.#stopping.signal.aborted) {
        lane.isDirty = false;
        const begin = performance.now();
        const mayBeMore = await this.#publishNext(partition, lane);
        if (!mayBeMore) await delay(Math.max(0, begin + GATHER_MS - performance.now()), this.#stopping.signal);
      }
      this.#problem = undefined;
    } catch (error) {
      lane.fallBehind();
      this.#problem = `Publishing of partition ${partition} fails.`;
      this.dependencies.logger.error({ partition, err: error }, 'publish_failed');
    }
  }

  /** @returns whether there may be more at hand already */
  async #publishNext(partition: number, lane: Lane): Promise<boolean> {
    const { database, statements, clock } = this.dependencies;
    const [state] = await database.query<PublishState>(statements.publishState, [partition]);
    if (!state?.isInUse) {
      lane.fallBehind();
      return false;
    }
    const { nextOffset } = state;
    const { events, mayBeMore } = lane.isBehind(nextOffset)
      ? await this.#readTable(partition, lane, nextOffset)
      : { events: lane.queued(), mayBeMore: false };
    const [first, ...others] = events;
    if (!first) return false;
    const last = await publishEvents(this.dependencies, [first, ...others]);
    lane.published(last);
    this.#metrics.observe(last.event.time, clock.now());
    if (!mayBeMore && last === events.at(-1)) return false;
    lane.isDirty = true;
    return true;
  }

  async #readTable(partition: number, lane: Lane, nextOffset: number): Promise<Unpublished> {
    lane.catchUp(nextOffset);
    const unpublished = await readUnpublished(this.dependencies, partition, ({ code }, { src, idx }) => {
      this.dependencies.logger.error({ partition, src, idx, code }, 'event_unreadable');
    });
    if (unpublished.mayBeMore) lane.fallBehind();
    return unpublished;
  }
}

type PublishState = { readonly isInUse: boolean; readonly nextOffset: number };

const publishMetrics = (metrics: Metrics) => {
  const lag = metrics.histogram('rollcall_publish_lag_seconds', 'From decision to the lifecycle log');
  return { observe: (effectiveTime: number, now: number) => lag.observe(Math.max(0, now - effectiveTime) / 1_000) };
};
