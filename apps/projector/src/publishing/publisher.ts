import { type Clock, delay, type Logger, type Metrics } from '#runtime';
import { type PublishDependencies, publishPartition } from './publish-partition.js';

export type PublisherDependencies = PublishDependencies & {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** How long an event may wait when nobody wakes its partition. Default 1 s. */
  readonly pollMs?: number;
};

type Lane = { isDirty: boolean; running: Promise<void> | undefined };

/*
 * One lane per partition that is or was owned:
 *
 *   idle     --woken by a commit, or by the poll--> running
 *   running  publishes until nothing is left; woken meanwhile: looks once more; fails: leaves it to the next wake
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
    for (const partition of partitions) {
      if (!this.#lanes.has(partition)) this.#lanes.set(partition, { isDirty: false, running: undefined });
      this.wake(partition);
    }
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
    const goesOn = (): boolean => this.#owned.has(partition) && !this.#stopping.signal.aborted;
    try {
      while (lane.isDirty && goesOn()) {
        lane.isDirty = false;
        const published = await publishPartition(this.dependencies, partition);
        if (!published) continue;
        if (!published.isAll) lane.isDirty = true;
        this.#metrics.observe(published.last.effectiveTime, this.dependencies.clock.now());
      }
      this.#problem = undefined;
    } catch (error) {
      this.#problem = `Publishing of partition ${partition} fails.`;
      this.dependencies.logger.error({ partition, err: error }, 'publish_failed');
    }
  }
}

const publishMetrics = (metrics: Metrics) => {
  const lag = metrics.histogram('rollcall_publish_lag_seconds', 'From decision to the lifecycle log');
  return { observe: (effectiveTime: number, now: number) => lag.observe(Math.max(0, now - effectiveTime) / 1_000) };
};
