import type { Database, Subscription } from '#persistence';
import { type Logger, newId } from '#runtime';
import { readNotice } from '../ingest/notice.js';
import { Lease } from './lease.js';
import type { OwnedTarget } from './owned-target.js';
import { acquireTargets, releaseTarget, renewLeases } from './statements/lease-statements.js';
import { activeTargets, readTarget } from './statements/read-targets.js';
import type { TargetLoop } from './target-loop.js';
import { Wakeup } from './wakeup.js';

export type RosterParts = {
  readonly database: Database;
  readonly logger: Logger;
  readonly leaseMs: number;
  readonly startLoop: (target: OwnedTarget, lease: Lease) => TargetLoop;
};

type Owned = { readonly lease: Lease; readonly loop: TargetLoop; isStopping: boolean };
type Held = { readonly targetId: string; readonly epoch: number };

const pollMs = 1_000;
const graceMs = 2_000;

/** The targets that this process owns: takes those without a living owner, keeps their leases, follows their settings. */
export class TargetRoster {
  readonly #owner = newId();
  readonly #owned = new Map<string, Owned>();
  readonly #wakeup = new Wakeup();
  readonly #stops = new Set<Promise<void>>();
  #isStopping = false;
  #lastTurnAt = performance.now();
  #running: Promise<void> = Promise.resolve();
  #subscription: Subscription | undefined;

  constructor(private readonly parts: RosterParts) {}

  async start(): Promise<void> {
    this.#subscription = await this.parts.database.listen('sync', (payload) => this.#noticed(payload));
    this.#running = this.#run();
  }

  /** Milliseconds since the last full turn. */
  idleForMs(): number {
    return performance.now() - this.#lastTurnAt;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wakeup.wake();
    await this.#running;
    await this.#subscription?.close();
    for (const targetId of this.#owned.keys()) this.#giveUp(targetId);
    await Promise.all(this.#stops);
    this.#wakeup.end();
  }

  #noticed(payload: string | undefined): void {
    const targets = readNotice(payload);
    if (!targets) this.#wakeup.wake();
    for (const id of targets ?? this.#owned.keys()) this.#owned.get(id)?.loop.wake();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      try {
        await this.#turn();
        this.#lastTurnAt = performance.now();
      } catch (error) {
        this.parts.logger.warn({ err: error }, 'targets_not_looked_after');
      }
      if (!this.#isStopping) await this.#wakeup.wait(Math.min(pollMs, this.parts.leaseMs / 3));
    }
  }

  async #turn(): Promise<void> {
    await this.#renew();
    await this.#follow();
    if (!this.#isStopping) await this.#acquire();
  }

  async #renew(): Promise<void> {
    if (this.#owned.size === 0) return;
    const askedAt = performance.now();
    const held = await this.parts.database.query<Held>(renewLeases, [this.#owner, this.parts.leaseMs]);
    const epochs = new Map(held.map(({ targetId, epoch }) => [targetId, epoch]));
    for (const [targetId, { lease }] of this.#owned) {
      if (epochs.get(targetId) === lease.epoch) lease.extend(askedAt, this.parts.leaseMs);
      else this.#giveUp(targetId);
    }
  }

  /** Changed settings take effect by giving the target up and taking it again. */
  async #follow(): Promise<void> {
    const active = await this.parts.database.query<{ id: string; configEpoch: number }>(activeTargets);
    const epochs = new Map(active.map(({ id, configEpoch }) => [id, configEpoch]));
    for (const [targetId, { lease, loop }] of this.#owned) {
      if (epochs.get(targetId) !== loop.configEpoch || !lease.isValid()) this.#giveUp(targetId);
    }
  }

  async #acquire(): Promise<void> {
    const { database, leaseMs } = this.parts;
    const askedAt = performance.now();
    const taken = await database.query<Held>(acquireTargets, [this.#owner, leaseMs, [...this.#owned.keys()]]);
    for (const { targetId, epoch } of taken) {
      const lease = new Lease(epoch, askedAt, leaseMs);
      await this.#begin(targetId, lease).catch((error: unknown) => {
        lease.end();
        this.parts.logger.error({ targetId, err: error }, 'target_cannot_be_driven');
      });
    }
  }

  async #begin(targetId: string, lease: Lease): Promise<void> {
    const [target] = await this.parts.database.query<OwnedTarget>(readTarget, [targetId]);
    if (!target) return lease.end();
    this.#owned.set(targetId, { lease, loop: this.parts.startLoop(target, lease), isStopping: false });
    this.parts.logger.info({ target: target.name, epoch: lease.epoch }, 'target_taken');
  }

  #giveUp(targetId: string): void {
    const owned = this.#owned.get(targetId);
    if (!owned || owned.isStopping) return;
    owned.isStopping = true;
    const stop = this.#release(targetId, owned).finally(() => {
      this.#owned.delete(targetId);
      this.#stops.delete(stop);
      this.#wakeup.wake();
    });
    this.#stops.add(stop);
  }

  async #release(targetId: string, { lease, loop }: Owned): Promise<void> {
    await loop.stop(graceMs);
    lease.end();
    await this.parts.database.query(releaseTarget, [targetId, lease.epoch]).catch((error: unknown) => {
      this.parts.logger.warn({ targetId, err: error }, 'target_not_released');
    });
  }
}
