import { type Database, retryTransient } from '#persistence';
import type { Clock, Logger } from '#runtime';
import type { Call, Driver, Exchange, Outcome } from '../drivers/driver.js';
import { walkObjects } from '../planning/walk-objects.js';
import type { SyncMetrics } from '../sync-metrics.js';
import type { Gate } from './gate.js';
import type { Lease } from './lease.js';
import type { Link, OpenMembership } from './link.js';
import type { OwnedTarget } from './owned-target.js';
import { type Mapping, planStep } from './plan-step.js';
import { type SettleRules, settle, settleNothing } from './settlement.js';
import { Settler } from './settler.js';
import { claimLinks, readClaimed } from './statements/claim-links.js';
import { keepGate } from './statements/keep-gate.js';
import { openMemberships } from './statements/memberships.js';
import type { Pace } from './target-settings.js';
import type { TokenBucket } from './token-bucket.js';
import { Wakeup } from './wakeup.js';

export type TargetLoopParts = {
  readonly target: OwnedTarget;
  readonly lease: Lease;
  readonly driver: Driver;
  readonly gate: Gate;
  readonly bucket: TokenBucket;
  readonly pace: Pace;
  readonly mapping: Mapping;
  readonly rules: SettleRules;
  readonly database: Database;
  readonly metrics: SyncMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
};

/** Slots for requests. The urgent lane takes deactivations and deletions only, so that nothing else can be in their way. */
type Lane = { readonly slots: number; readonly highestPrio: number; busy: number };

const pollMs = 1_000;
const lowestUrgency = 10;
const mostUnsettled = 512;

/**
 * Drives one target while the lease holds: claim, send, settle. Claims commit the intent before anything is sent, and
 * settlements say what is known afterwards; a crash between the two leaves a claim that the next owner resolves.
 */
export class TargetLoop {
  readonly #lanes: readonly Lane[];
  readonly #wakeup = new Wakeup();
  readonly #settler: Settler;
  readonly #stopping = new AbortController();
  readonly #cut = new AbortController();
  readonly #working = new Set<Promise<void>>();
  readonly #sendSignal: AbortSignal;
  readonly #finished: Promise<void>;
  #keeping: Promise<void> = Promise.resolve();

  constructor(private readonly parts: TargetLoopParts) {
    const { pace, lease, database, target, logger } = parts;
    this.#lanes = [
      { slots: Math.max(1, Math.floor(pace.concurrency / 5)), highestPrio: 0, busy: 0 },
      { slots: pace.concurrency, highestPrio: lowestUrgency, busy: 0 },
    ];
    this.#settler = new Settler({
      database,
      targetId: target.id,
      epoch: lease.epoch,
      logger,
      signal: lease.signal,
      onBroken: () => lease.end(),
      onDue: (ms) => (ms <= 0 ? this.#wakeup.wake() : this.#wakeup.wakeIn(Math.min(ms, pollMs))),
    });
    this.#sendSignal = AbortSignal.any([lease.signal, this.#cut.signal]);
    lease.signal.addEventListener('abort', () => this.#wakeup.wake(), { once: true });
    this.#finished = this.#run();
  }

  get configEpoch(): number {
    return this.parts.target.configEpoch;
  }

  wake(): void {
    this.#wakeup.wake();
  }

  /** Claims nothing more, gives requests under way `graceMs` to end, then cuts them and settles what is known. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    this.#wakeup.wake();
    const cut = setTimeout(() => this.#cut.abort(), graceMs);
    await this.#finished;
    clearTimeout(cut);
  }

  async #run(): Promise<void> {
    this.#showGate();
    const walking = this.#walk();
    while (!this.#isOver()) {
      const waitMs = await this.#turn().catch((error: unknown) => this.#failed(error));
      if (!this.#isOver()) await this.#wakeup.wait(waitMs);
    }
    await Promise.all([...this.#working, walking]);
    await this.#settler.idle();
    await this.#keeping;
    this.parts.metrics.forgetGate(this.parts.target.name);
    this.#wakeup.end();
    await this.parts.driver.close();
  }

  #isOver(): boolean {
    return this.#stopping.signal.aborted || !this.parts.lease.isValid();
  }

  async #turn(): Promise<number> {
    const passage = this.parts.gate.passage();
    if (passage.is === 'shut') return Math.max(10, Math.min(pollMs, passage.until - this.parts.clock.now()));
    if (passage.is === 'probe') await this.#probe();
    else for (const lane of this.#lanes) await this.#refill(lane);
    return pollMs;
  }

  async #refill(lane: Lane): Promise<void> {
    const free = lane.slots - lane.busy;
    if (free * 2 < lane.slots || this.#settler.size > mostUnsettled) return;
    const { database, target, lease } = this.parts;
    const claimed = await database.query(claimLinks, [target.id, lease.epoch, free, lane.highestPrio]);
    if (claimed.length === 0) return;
    const rows = await database
      .query<ClaimedRow>(readClaimed, [target.id, lease.epoch, JSON.stringify(claimed)])
      .catch((error: unknown) => this.#abandon(error));
    for (const row of rows) {
      lane.busy += 1;
      const work = this.#deliver(row)
        .catch((error: unknown) => void this.#failed(error))
        .finally(() => {
          lane.busy -= 1;
          this.#working.delete(work);
          this.#wakeup.wake();
        });
      this.#working.add(work);
    }
  }

  async #deliver(row: ClaimedRow): Promise<void> {
    const link = await this.#complete(row).catch((error: unknown) => this.#abandon(error));
    const step = planStep(link, this.parts.mapping);
    if (step.kind === 'nothing') {
      this.#settler.add({ link, settlement: settleNothing(link, step), exchanges: [] });
      this.parts.metrics.settled(this.parts.target.name, 'unchanged');
      return;
    }
    const exchanges: (Exchange & { readonly at: string })[] = [];
    const call = this.#call(link.requestId, exchanges);
    const outcome = await this.parts.driver
      .execute({ ...call, kind: link.kind, task: step.task, learned: this.parts.gate.learned })
      .catch((error: unknown) => this.#defect(link, error));
    const settlement = settle(link, step, outcome, this.parts.rules);
    this.#settler.add({ link, settlement, exchanges });
    this.#report(link, outcome, settlement.isApplied);
    this.#observe(outcome);
  }

  /** A group with the memberships that are to be changed. */
  async #complete(row: ClaimedRow): Promise<Link> {
    const link = linkOf(row);
    if (link.kind !== 'Group' || link.want !== 'active') return link;
    const { database, target, gate, pace } = this.parts;
    const most = Math.min(pace.membersPerRequest, gate.learned.membersPerRequest ?? pace.membersPerRequest);
    const open = await retryTransient(
      () => database.query<OpenMembership>(openMemberships, [target.id, link.objectId, most + 1]),
      { signal: this.#sendSignal },
    );
    const memberships = open.slice(0, most).map((each) => ({ ...each, remoteId: each.remoteId ?? undefined }));
    return { ...link, memberships, hasMoreMemberships: open.length > most };
  }

  async #probe(): Promise<void> {
    const exchanges: (Exchange & { readonly at: string })[] = [];
    const call = { ...this.#call('probe', exchanges), admit: async () => this.parts.lease.isValid() };
    const outcome = await this.parts.driver.probe(call);
    this.#observe(outcome);
    this.parts.logger.info({ target: this.parts.target.name, outcome: outcome.is }, 'target_probed');
    this.#wakeup.wake();
  }

  #call(requestId: string, exchanges: (Exchange & { readonly at: string })[]): Call {
    const { target, bucket, gate, clock, metrics } = this.parts;
    return {
      requestId,
      signal: this.#sendSignal,
      admit: async () => {
        if (!this.#maySend() || !(await bucket.take(this.#sendSignal))) return false;
        return this.#maySend() && gate.passage().is === 'open';
      },
      onExchange: (exchange) => {
        if (exchange.isFailure !== undefined) gate.sample(exchange.isFailure);
        exchanges.push({ ...exchange, at: new Date(clock.now()).toISOString() });
        metrics.requested(target.name, exchange.op, exchange.outcome.split(':')[0] ?? '', exchange.ms / 1_000);
      },
    };
  }

  #maySend(): boolean {
    return this.parts.lease.isValid() && !this.#stopping.signal.aborted;
  }

  #observe(outcome: Outcome): void {
    if (!this.parts.gate.observe(outcome)) return;
    const { target, gate, logger } = this.parts;
    this.#showGate();
    logger.warn({ target: target.name, ...gate.record() }, 'target_gate_changed');
    this.#keeping = this.#keeping.then(() => this.#keepGate());
  }

  #showGate(): void {
    const { target, gate, metrics } = this.parts;
    const { health, breaker } = gate.record();
    metrics.gate(target.name, health !== 'ok' ? 2 : breaker === 'closed' ? 0 : 1);
  }

  /** One after another, so that the newest record is the one that stays. */
  async #keepGate(): Promise<void> {
    const { target, lease, gate, database, logger } = this.parts;
    const record = gate.record();
    const values = [target.id, lease.epoch, record.breaker, record.breakerForMs, record.openCount, record.health];
    const rest = [record.probeInMs, record.probeCount, record.throttledForMs, JSON.stringify(record.learned)];
    await database.query(keepGate, [...values, ...rest, record.lastError ?? null]).catch((error: unknown) => {
      logger.warn({ target: target.name, err: error }, 'target_gate_not_kept');
    });
  }

  #report(link: Link, outcome: Outcome, isApplied: boolean): void {
    const { target, metrics, logger, clock } = this.parts;
    metrics.settled(target.name, outcome.is);
    if (isApplied) metrics.propagated(target.name, Math.max(0, clock.now() - link.occurredAt.getTime()) / 1_000);
    const fields = { target: target.name, requestId: link.requestId, object: link.objectId, want: link.want };
    logger.info({ ...fields, outcome: outcome.is, ...('code' in outcome && { code: outcome.code }) }, 'delivered');
  }

  #defect(link: Link, error: unknown): Outcome {
    this.parts.logger.error({ target: this.parts.target.name, object: link.objectId, err: error }, 'driver_defect');
    return { is: 'failed', status: undefined, code: 'DEFECT', certain: false };
  }

  /** What was claimed and cannot be worked on is free again as soon as the target is taken anew. */
  #abandon(error: unknown): never {
    this.parts.lease.end();
    throw error;
  }

  #failed(error: unknown): number {
    this.parts.logger.warn({ target: this.parts.target.name, err: error }, 'claiming_failed');
    return pollMs;
  }

  async #walk(): Promise<void> {
    if (this.parts.target.sweep === null) return;
    const { database, target, lease, logger } = this.parts;
    const signal = AbortSignal.any([lease.signal, this.#stopping.signal]);
    await walkObjects({ database, targetId: target.id, epoch: lease.epoch, signal, onPage: () => this.wake() }).catch(
      (error: unknown) => logger.error({ target: target.name, err: error }, 'walk_failed'),
    );
  }
}

type Columns = Omit<Link, 'memberships' | 'hasMoreMemberships'>;
type ClaimedRow = { readonly [Name in keyof Columns]: Columns[Name] | null };

const linkOf = (row: ClaimedRow): Link => {
  const columns = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined]));
  return { ...(columns as Columns), memberships: [], hasMoreMemberships: false };
};
