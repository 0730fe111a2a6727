import type { Announcement } from '#journal';
import type { Queryable } from '#persistence';
import type { Clock, Logger } from '#runtime';
import type { PartitionProgress } from './partition-progress.js';
import { type Settlement, settledBy, settlementOf } from './settlement.js';
import { type VerdictRow, verdictsOfCommands } from './statements/verdicts-of-commands.js';

const LOOK_EVERY_MS = 100;
const NOOP_EVERY_MS = 500;
/** Longer than the deadline of the proposal, so that the answer is definite unless a part is unreachable. */
const GIVE_UP_AFTER_DEADLINE_MS = 2_000;

type Waiter = {
  readonly commandId: string;
  readonly partition: number;
  readonly notAfter: number;
  readonly giveUpAt: number;
  readonly settle: (settlement: Settlement) => void;
};

/** `notAfter` in the log's time; `deadlineMs` from now. */
export type Deadline = { readonly notAfter: number; readonly deadlineMs: number };

export type Wait = {
  readonly settled: Promise<Settlement>;
  /** Ends the wait early, with what is known otherwise. */
  settle(settlement: Settlement): void;
};

/*
 * Requests wait here for the verdict on their own command.
 *
 *   wait ──► waiting ──► settled: its verdict is found                      (accepted, void)
 *                   ├──► settled: the partition's time passed its deadline  (not applied)
 *                   └──► settled: nothing of both 2 s after the deadline    (unknown)
 *
 * The projector's notify brings the verdicts of its batch. One look at a time finds the others: a look is one statement
 * for all waiters of the partitions that moved. A notify without verdicts starts one; so does a tick every 100 ms, because
 * a notify may be lost. What arrives during a look starts the next.
 * A quiet partition's time stands still, so past a deadline the board has it moved (`advance` appends a noop).
 */
export class VerdictBoard {
  /** Several wait for one command when a request with an `Idempotency-Key` is repeated while it runs. */
  readonly #waiters = new Set<Waiter>();
  readonly #moved = new Set<number>();
  readonly #advancedAt = new Map<number, number>();
  #looking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: {
      readonly database: Queryable;
      readonly generation: { readonly schema: string };
      readonly progress: PartitionProgress;
      readonly advance: (partition: number) => Promise<void>;
      readonly clock: Clock;
      readonly logger: Logger;
    },
  ) {}

  get waiting(): number {
    return this.#waiters.size;
  }

  /** To be called before the append: a verdict may be there before the log's own acknowledgement. */
  wait(commandId: string, partition: number, { notAfter, deadlineMs }: Deadline): Wait {
    const { promise: settled, resolve: settle } = Promise.withResolvers<Settlement>();
    const giveUpAt = this.parts.clock.now() + deadlineMs + GIVE_UP_AFTER_DEADLINE_MS;
    const waiter = { commandId, partition, notAfter, giveUpAt, settle };
    this.#waiters.add(waiter);
    this.#timer ??= setInterval(() => this.#tick(), LOOK_EVERY_MS);
    return { settled, settle: (settlement) => this.#settle(waiter, settlement) };
  }

  #settle(waiter: Waiter, settlement: Settlement): void {
    if (!this.#waiters.delete(waiter)) return;
    waiter.settle(settlement);
    if (this.#waiters.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  /** Told of a commit of the projector. Another generation's verdicts are the same, but its tables are not read. */
  heard({ generation, partition, nextOffset, effectiveTime, verdicts }: Announcement): void {
    if (generation !== this.parts.generation.schema) return;
    if (verdicts === undefined) {
      this.wake(partition);
      return;
    }
    this.parts.progress.saw(partition, nextOffset, effectiveTime);
    const byCommand = new Map(verdicts.map((verdict) => [verdict.commandId, verdict]));
    for (const waiter of [...this.#waiters]) {
      const verdict = byCommand.get(waiter.commandId);
      if (verdict) this.#settle(waiter, settledBy(verdict, partition));
    }
  }

  /** Told that a partition moved; without one, that any may have. */
  wake(partition?: number): void {
    if (this.#waiters.size === 0) return;
    if (partition === undefined) for (const waiter of this.#waiters) this.#moved.add(waiter.partition);
    else this.#moved.add(partition);
    if (!this.#looking) this.#lookWhileMoved().catch((error: unknown) => this.#failed(error));
  }

  #tick(): void {
    const now = this.parts.clock.now();
    for (const waiter of [...this.#waiters]) {
      if (now >= waiter.giveUpAt) this.#settle(waiter, { kind: 'unknown' });
      else if (now > waiter.notAfter) this.#advance(waiter.partition, now);
    }
    this.wake();
  }

  #advance(partition: number, now: number): void {
    if (now - (this.#advancedAt.get(partition) ?? Number.NEGATIVE_INFINITY) < NOOP_EVERY_MS) return;
    this.#advancedAt.set(partition, now);
    this.parts.advance(partition).catch((error: unknown) => this.#failed(error));
  }

  async #lookWhileMoved(): Promise<void> {
    this.#looking = true;
    try {
      while (this.#moved.size > 0) {
        const moved = new Set(this.#moved);
        this.#moved.clear();
        await this.#look([...this.#waiters].filter(({ partition }) => moved.has(partition)));
      }
    } finally {
      this.#looking = false;
    }
  }

  async #look(waiters: readonly Waiter[]): Promise<void> {
    if (waiters.length === 0) return;
    const rows = await this.parts.database.query<VerdictRow>(verdictsOfCommands(this.parts.generation.schema), [
      waiters.map(({ commandId }) => commandId),
      waiters.map(({ partition }) => partition),
    ]);
    const byCommand = new Map(rows.map((row) => [row.command_id, row]));
    for (const waiter of waiters) {
      const row = byCommand.get(waiter.commandId);
      if (!row) continue;
      this.parts.progress.saw(waiter.partition, row.next_offset ?? 0, row.partition_time ?? 0);
      const settlement = settlementOf(row, waiter.partition, waiter.notAfter);
      if (settlement) this.#settle(waiter, settlement);
    }
  }

  #failed(error: unknown): void {
    this.parts.logger.warn({ err: error }, 'verdict look failed');
  }
}
