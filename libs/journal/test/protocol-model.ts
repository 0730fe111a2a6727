import {
  encodeRecord,
  INSTALLATION,
  type JournalEvent,
  type JournalRecord,
  type Proposal,
  splitProposal,
} from '#journal';
import { type LoggedRecord, ModelStore, type Mutation } from './model-store.js';
import { type Random, randomOf } from './random.js';

/*
 * Randomised model of the whole write path on one partition, over the real codec and the real arbiter. Two projectors
 * both believe that they own the partition; two publishers; gateways with stale views. Faults: lost records, one to
 * three copies, delays past the deadline and past the memory of verdicts, log clocks that jump, a projector that dies
 * before its commit, a stale batch committed late, a publisher that dies after sending, a database restored from the past.
 */

/** What must never happen; the letter and digit name the invariant. */
export type Violation =
  | 'I1 two live users share a name'
  | 'I2 version gap'
  | 'I2 applied twice'
  | 'I3 replay differs'
  | 'I4 success was not applied'
  | 'I4 refusal was applied'
  | 'I5 public log is not the accepted events in order, once'
  | 'I6 "not applied" was applied'
  | 'I7 accepted without all its parts';

export type Tally = { records: number; accepted: number; voided: Record<string, number>; repeatedPublic: number };
export type Outcome = { readonly violations: ReadonlySet<Violation>; readonly tally: Tally };

type Answer = { readonly commandId: string; readonly is: 'success' | 'refused' | 'not applied' | 'unknown' };
type Waiting = { readonly notAfter: number; readonly since: number };
type Projector = { base?: number; batch?: readonly LoggedRecord[] };

const NAMES = ['a', 'b', 'c'] as const;
const uuid = (kind: number, n: number): string => `0000000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const event = (type: string, data: JournalEvent['data'] = {}): JournalEvent => ({ type, v: 1, data });

export const runProtocolModel = (seed: number, mutation?: Mutation): Outcome => new ProtocolModel(seed, mutation).run();

class ProtocolModel {
  private readonly random: Random;
  private readonly log: LoggedRecord[] = [];
  private store: ModelStore;
  private now = 0;
  private skew = 0;
  private commands = 0;
  private users = 0;
  private readonly inFlight: { at: number; record: JournalRecord }[] = [];
  private readonly waiting = new Map<string, Waiting>();
  private readonly answers: Answer[] = [];
  private readonly proposed = new Map<string, number>();
  private readonly projectors: [Projector, Projector] = [{}, {}];
  private readonly publishers: [{ queue?: number[] }, { queue?: number[] }] = [{}, {}];
  private readonly lifecycle: number[] = [];
  private readonly violations = new Set<Violation>();

  constructor(
    seed: number,
    private readonly mutation?: Mutation,
  ) {
    this.random = randomOf(seed);
    this.store = new ModelStore(mutation);
  }

  run(): Outcome {
    for (this.now = 0; this.now < 70; this.now += 1) this.tick();
    for (let quiet = 0; quiet < 400; quiet += 1) {
      this.now += 1;
      this.deliver();
      this.stepProjector(this.projectors[quiet % 2 === 0 ? 0 : 1]);
      this.stepPublisher(this.publishers[quiet % 2 === 0 ? 0 : 1]);
    }
    const rebuilt = new ModelStore(this.mutation, false);
    rebuilt.applyBatch(this.log);
    this.checkReplay(rebuilt);
    this.checkOutbox(rebuilt);
    this.checkAnswers();
    this.checkPublicLog();
    return { violations: this.violations, tally: this.tallyOf(rebuilt) };
  }

  private tick(): void {
    if (this.now < 45) for (let n = 0; n < 2; n += 1) if (this.random.chance(0.6)) this.submit();
    this.deliver();
    for (const k of [0, 1] as const) {
      const steps = 1 + this.random.below(3);
      for (let n = 0; n < steps; n += 1) if (this.random.chance(0.7)) this.stepProjector(this.projectors[k]);
      if (this.random.chance(0.6)) this.stepPublisher(this.publishers[k]);
    }
    this.answerWaiters();
    if (this.random.chance(0.01)) this.restoreFromThePast();
    this.checkNames();
  }

  private submit(): void {
    const proposal = this.propose();
    if (!proposal) return;
    this.proposed.set(proposal.commandId, proposal.events.length);
    this.waiting.set(proposal.commandId, { notAfter: proposal.notAfter, since: this.now });
    const records = splitProposal(proposal, proposal.events.length > 1 ? 60 : 10_000);
    const copies = this.random.chance(0.25) ? 2 + this.random.below(2) : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const delay = this.delay();
      for (const record of records) {
        const isApart = this.random.chance(0.1);
        if (this.random.chance(0.92)) this.inFlight.push({ at: this.now + (isApart ? this.delay() : delay), record });
      }
    }
  }

  /** Mostly at once, sometimes past the deadline, seldom past the time that verdicts are remembered. */
  private delay(): number {
    if (this.random.chance(0.04)) return 22 + this.random.below(20);
    return this.random.chance(0.15) ? 8 + this.random.below(12) : this.random.below(3);
  }

  private propose(): Proposal | undefined {
    const live = [...this.store.heads.values()].filter(({ deleted }) => !deleted);
    const choice = this.random.below(100);
    const name = this.random.of(NAMES);
    if (choice < 45 || live.length === 0) {
      if ([...this.store.names.values()].includes(name) && this.random.chance(0.7)) return undefined;
      this.users += 1;
      const created = { is: 'absent' } as const;
      return this.proposal(uuid(2, this.users), { expect: created, claims: nameClaim(name), events: [named(name)] });
    }
    const { id, version } = this.random.of(live);
    const expect = { is: 'version', version } as const;
    if (choice < 65) return this.proposal(id, { expect, claims: nameClaim(name), events: [named(name)] });
    if (choice < 80) return this.proposal(id, { expect, deletes: true, events: [event('deleted')] });
    return this.proposal(id, { expect: { is: 'present' }, events: this.memberEvents(choice) });
  }

  private memberEvents(choice: number): readonly JournalEvent[] {
    const type = this.random.chance(0.6) ? 'member_added' : 'member_removed';
    const count = choice < 90 ? 1 : 3;
    return Array.from({ length: count }, () => event(type, { member: `m${this.random.below(3)}` }));
  }

  private proposal(id: string, what: Pick<Proposal, 'expect' | 'claims' | 'deletes' | 'events'>): Proposal {
    this.commands += 1;
    return {
      kind: 'proposal',
      format: 1,
      rules: 1,
      commandId: uuid(1, this.commands),
      directoryId: INSTALLATION,
      notAfter: this.now + 6,
      aggregate: { type: 'User', id },
      occurredAt: this.now,
      actor: { kind: 'system' },
      requestId: 'model',
      ...what,
    };
  }

  private deliver(): void {
    for (let index = 0; index < this.inFlight.length; index += 1) {
      const flying = this.inFlight[index];
      if (!flying || flying.at > this.now) continue;
      if (this.random.chance(0.05)) this.skew = this.random.below(7) - 3;
      this.log.push({ ...encodeRecord(flying.record), offset: this.log.length, timestamp: this.now + this.skew });
      this.inFlight.splice(index, 1);
      index -= 1;
    }
  }

  private stepProjector(projector: Projector): void {
    if (projector.base === undefined) {
      projector.base = this.store.nextOffset;
    } else if (!projector.batch) {
      projector.batch = this.log.slice(projector.base, projector.base + 1 + this.random.below(4));
    } else {
      const isLost = this.random.chance(0.15);
      const transaction = this.store.copy();
      if (!isLost) transaction.applyBatch(projector.batch);
      this.store = transaction;
      delete projector.base;
      delete projector.batch;
    }
  }

  private stepPublisher(publisher: { queue?: number[] }): void {
    const unpublished = this.store.outbox.map(({ src }) => src).filter((src) => src > this.store.published);
    if (!publisher.queue) {
      publisher.queue = unpublished.slice(0, 3);
      return;
    }
    const next = this.random.chance(0.7) ? publisher.queue.shift() : undefined;
    if (next !== undefined) {
      this.lifecycle.push(next);
      return;
    }
    if (this.random.chance(0.7)) {
      const firstUnsent = unpublished.findIndex((src) => !this.lifecycle.includes(src));
      const sent = firstUnsent < 0 ? unpublished : unpublished.slice(0, firstUnsent);
      this.store.published = Math.max(this.store.published, sent.at(-1) ?? -1);
    }
    delete publisher.queue;
  }

  private answerWaiters(): void {
    for (const [commandId, { notAfter, since }] of this.waiting) {
      const judged = this.store.verdicts.get(commandId)?.verdict;
      const isHopeless =
        this.mutation === 'not applied on a timer' ? this.now - since > 2 : this.store.lastTime > notAfter;
      if (judged?.is === 'accepted') this.answers.push({ commandId, is: 'success' });
      else if (judged) this.answers.push({ commandId, is: 'refused' });
      else if (isHopeless) this.answers.push({ commandId, is: 'not applied' });
      else if (this.now - since > 10) this.answers.push({ commandId, is: 'unknown' });
      else continue;
      this.waiting.delete(commandId);
    }
  }

  private restoreFromThePast(): void {
    const past = new ModelStore(this.mutation);
    const published = this.store.published;
    past.applyBatch(this.log.slice(0, Math.max(0, this.store.nextOffset - 3)));
    past.published = Math.min(published, past.outbox.at(-1)?.src ?? -1);
    this.store = past;
  }

  private checkNames(): void {
    const names = [...this.store.names.values()];
    if (new Set(names).size !== names.length) this.violations.add('I1 two live users share a name');
  }

  private checkReplay(rebuilt: ModelStore): void {
    const isComplete = this.store.nextOffset === this.log.length;
    if (isComplete && this.store.fingerprint() !== rebuilt.fingerprint()) this.violations.add('I3 replay differs');
  }

  private checkOutbox(rebuilt: ModelStore): void {
    const versions = new Map<string, number>();
    for (const { id, version } of rebuilt.outbox) {
      if (version !== (versions.get(id) ?? 0) + 1) this.violations.add('I2 version gap');
      versions.set(id, version);
    }
    const applied = this.store.outbox.map(({ commandId }) => commandId);
    if (new Set(applied).size !== applied.length) this.violations.add('I2 applied twice');
    for (const { commandId, events } of this.store.outbox) {
      if (events.length !== this.proposed.get(commandId)) this.violations.add('I7 accepted without all its parts');
    }
  }

  private checkAnswers(): void {
    const applied = new Set(this.store.outbox.map(({ commandId }) => commandId));
    for (const { commandId, is } of this.answers) {
      if (is === 'success' && !applied.has(commandId)) this.violations.add('I4 success was not applied');
      if (is === 'refused' && applied.has(commandId)) this.violations.add('I4 refusal was applied');
      if (is === 'not applied' && applied.has(commandId)) this.violations.add('I6 "not applied" was applied');
    }
  }

  private checkPublicLog(): void {
    const accepted = this.store.outbox.map(({ src }) => src);
    if (this.store.published !== (accepted.at(-1) ?? -1)) return;
    const seen = this.read();
    if (seen.join() !== accepted.join()) {
      this.violations.add('I5 public log is not the accepted events in order, once');
    }
  }

  /** A subscriber with a watermark. */
  private read(): readonly number[] {
    let watermark = -1;
    return this.lifecycle.filter((src) => {
      if (this.mutation !== 'no watermark' && src <= watermark) return false;
      watermark = src;
      return true;
    });
  }

  private tallyOf(rebuilt: ModelStore): Tally {
    const voided: Record<string, number> = {};
    for (const { verdict } of rebuilt.verdicts.values()) {
      if (verdict.is === 'void') voided[verdict.reason] = (voided[verdict.reason] ?? 0) + 1;
    }
    const repeatedPublic = this.lifecycle.length - new Set(this.lifecycle).size;
    return { records: this.log.length, accepted: rebuilt.outbox.length, voided, repeatedPublic };
  }
}

const nameClaim = (name: string): NonNullable<Proposal['claims']> => ({ 'userName/1': [name] });
const named = (name: string): JournalEvent => event('named', { name });
