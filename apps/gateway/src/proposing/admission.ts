import type { Clock } from '#runtime';
import type { PartitionProgress } from './partition-progress.js';
import type { PartitionWatch } from './partition-watch.js';

export const LAG_LIMIT_MS = 2_000;
const IN_FLIGHT_LIMIT = 2_000;

/** Whether a write may be started at all: refusing early keeps the answer definite and the queues short. */
export class Admission {
  #inFlight = 0;

  constructor(
    private readonly watch: Pick<PartitionWatch, 'isLogReachable' | 'isDatabaseReachable'>,
    private readonly progress: PartitionProgress,
    private readonly clock: Clock,
  ) {}

  get inFlight(): number {
    return this.#inFlight;
  }

  /** @returns why a write to this partition cannot be taken now, or nothing. */
  refusal(partition: number): string | undefined {
    if (this.#inFlight >= IN_FLIGHT_LIMIT) return `${this.#inFlight} writes are waiting already.`;
    if (!this.watch.isDatabaseReachable()) return 'The database cannot be reached.';
    if (!this.watch.isLogReachable()) return 'The log cannot be reached.';
    const lagMs = this.progress.lagMs(partition, this.clock.now());
    return lagMs > LAG_LIMIT_MS ? `Applying changes is ${Math.round(lagMs / 1_000)} s behind.` : undefined;
  }

  async within<T>(work: () => Promise<T>): Promise<T> {
    this.#inFlight += 1;
    try {
      return await work();
    } finally {
      this.#inFlight -= 1;
    }
  }
}
