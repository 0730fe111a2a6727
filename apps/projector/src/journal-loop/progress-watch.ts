import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import type { Clock, Metrics } from '#runtime';

type Standstill = { readonly nextOffset: number; readonly since: number };

const STALLED_AFTER_MS = 30_000;

/**
 * Notices a partition that is owned and has records to judge, but does not move: a reader may hold a partition and
 * have stopped fetching from it. Looks whenever health is asked for or metrics are read.
 */
export class ProgressWatch {
  readonly #next = new Map<number, number>();
  readonly #standstills = new Map<number, Standstill>();

  constructor(
    private readonly parts: {
      readonly log: Pick<Log, 'ends'>;
      readonly clock: Clock;
      readonly metrics: Metrics;
      ownedPartitions(): readonly number[];
    },
  ) {
    const behind = parts.metrics.gauge('rollcall_projection_records_behind', 'Records to be judged', ['partition']);
    parts.metrics.beforeScrape(async () => {
      const counts = await this.#recordsBehind();
      // Whoever owns a partition now tells of it.
      behind.reset();
      for (const [partition, count] of counts) behind.set({ partition: String(partition) }, count);
    });
  }

  saw(partition: number, nextOffset: number): void {
    this.#next.set(partition, nextOffset);
  }

  async check(): Promise<string | undefined> {
    const now = this.parts.clock.now();
    for (const [partition, count] of await this.#recordsBehind()) {
      const nextOffset = this.#next.get(partition) ?? 0;
      const known = this.#standstills.get(partition);
      if (count === 0) this.#standstills.delete(partition);
      else if (known?.nextOffset !== nextOffset) this.#standstills.set(partition, { nextOffset, since: now });
      else if (now - known.since > STALLED_AFTER_MS) {
        return `Partition ${partition} has not moved for ${Math.round((now - known.since) / 1_000)} s, with ${count} records to judge.`;
      }
    }
    return undefined;
  }

  /** Of owned partitions whose position is known. */
  async #recordsBehind(): Promise<ReadonlyMap<number, number>> {
    const ends = await this.parts.log.ends(JOURNAL_TOPIC);
    const owned = this.parts.ownedPartitions().filter((partition) => this.#next.has(partition));
    return new Map(
      owned.map((partition) => [partition, Math.max(0, (ends[partition] ?? 0) - (this.#next.get(partition) ?? 0))]),
    );
  }
}
