import {
  type AcceptedEffects,
  type AggregateAddress,
  type ArbiterView,
  advanceDigest,
  aggregateKey,
  arbitrate,
  type Control,
  claimAddressKey,
  effectiveTime,
  type Judgement,
  type Proposal,
} from '#journal';
import { commandIdOf, type PlacedRecord } from '../journal-loop/decoded-batch.js';
import type { ParkingLot } from '../parking/parking-lot.js';
import { openWaiting, type WaitingEvent } from '../parking/waiting-event.js';
import type { KnownKeys } from '../projections/open-event.js';
import { projectEvents } from '../projections/project-events.js';
import { foldDelta, noChanges, type ReadModelChanges } from '../projections/read-model-changes.js';
import type { AcceptedEvent, ClaimChange, JudgedBatch, JudgedVerdict } from './judged-batch.js';
import type { PartitionState } from './partition-state.js';

export const CHECKPOINT_EVERY = 10_000;

export type BatchContext = {
  readonly view: ArbiterView;
  readonly parking: ParkingLot;
  readonly keys: KnownKeys;
  /** Aggregates whose rows the database refused, and its code: to be parked without a further try. */
  readonly refused: ReadonlyMap<string, string>;
};

type Draft = {
  readonly verdicts: Map<string, JudgedVerdict>;
  readonly heads: Map<string, AggregateAddress & { readonly version: number; readonly deleted: boolean }>;
  readonly claims: Map<string, ClaimChange>;
  readonly events: AcceptedEvent[];
  readonly storedParts: JudgedBatch['storedParts'][number][];
  readonly decidedParts: string[];
  readonly changes: ReadModelChanges;
  readonly checkpoints: JudgedBatch['checkpoints'][number][];
};

/** Judges records in their order and works out all that follows. Pure but for the view and the lot it is given. */
export const judgeBatch = (
  records: readonly PlacedRecord[],
  before: PartitionState,
  context: BatchContext,
): JudgedBatch => {
  const draft: Draft = {
    verdicts: new Map(),
    heads: new Map(),
    claims: new Map(),
    events: [],
    storedParts: [],
    decidedParts: [],
    changes: noChanges(),
    checkpoints: [],
  };
  let state = before;
  let lastCommand: string | null = null;
  for (const placed of records) {
    const time = effectiveTime(state.effectiveTime, placed.timestamp);
    const judgement = judgeRecord(draft, context, placed, time);
    const digest = advanceDigest(state.digest, placed.offset, judgement);
    state = { nextOffset: placed.offset + 1, effectiveTime: time, digest };
    if (state.nextOffset % CHECKPOINT_EVERY === 0) draft.checkpoints.push({ offset: placed.offset, digest });
    lastCommand = commandIdOf(placed.record) ?? null;
  }
  return { ...draft, parking: context.parking, after: { ...state, lastCommand } };
};

const judgeRecord = (draft: Draft, context: BatchContext, placed: PlacedRecord, time: number): Judgement => {
  const { record, offset } = placed;
  if (record.kind === 'foreign') return { is: 'ignored' };
  const { judgement, effects } = arbitrate(context.view, record, time);
  if (record.kind === 'proposal') noteVerdict(draft, record, judgement, offset, time);
  if (effects?.kind === 'part-stored') draft.storedParts.push({ ...effects.part, offset });
  if (effects?.kind === 'control') applyControl(draft, context, effects.control, offset, time);
  if (effects?.kind === 'accepted' && record.kind === 'proposal') {
    noteClaims(draft, effects);
    draft.heads.set(aggregateKey(effects.aggregate), {
      ...effects.aggregate,
      version: effects.version,
      deleted: effects.deleted,
    });
    applyEvents(draft, context, effects.aggregate, waitingEvents(record, effects, time), offset);
  }
  return judgement;
};

/** The first verdict of a command stays: a repeat that came too late is another judgement, not another answer. */
const noteVerdict = (draft: Draft, proposal: Proposal, judgement: Judgement, offset: number, time: number): void => {
  if (judgement.is === 'ignored') return;
  const { commandId, requestId } = proposal;
  if (proposal.parts !== undefined) draft.decidedParts.push(commandId);
  if (draft.verdicts.has(commandId)) return;
  draft.verdicts.set(commandId, { commandId, offset, effectiveTime: time, verdict: judgement, requestId });
};

const noteClaims = (draft: Draft, { aggregate, claimsReleased, claimsTaken }: AcceptedEffects): void => {
  const { directoryId } = aggregate;
  for (const { scope, key } of claimsReleased) {
    draft.claims.set(claimAddressKey(directoryId, scope, key), { directoryId, scope, key });
  }
  for (const { scope, key } of claimsTaken) {
    draft.claims.set(claimAddressKey(directoryId, scope, key), { directoryId, scope, key, owner: aggregate });
  }
};

const waitingEvents = (proposal: Proposal, effects: AcceptedEffects, time: number): readonly WaitingEvent[] =>
  effects.events.map(({ type, v, data, sealed }) => ({
    version: effects.version,
    type,
    v,
    data,
    sealed: sealed ?? null,
    effectiveTime: time,
    commandId: proposal.commandId,
    requestId: proposal.requestId,
    actor: proposal.actor,
  }));

/** All events of a record become part of the read model, or none does and the aggregate is parked. */
const applyEvents = (
  draft: Draft,
  context: BatchContext,
  aggregate: AggregateAddress,
  events: readonly WaitingEvent[],
  offset: number,
): void => {
  const { parking } = context;
  if (!parking.find(aggregate)) {
    const problem = tryProject(draft, context, aggregate, events, offset);
    if (problem === undefined) return;
    parking.park(aggregate, offset, problem);
  }
  parking.append(aggregate, offset, events);
};

/** A control is answered by a verdict row too, for whoever waits; it is no judgement, so it is not in the digest. */
const applyControl = (draft: Draft, context: BatchContext, control: Control, offset: number, time: number): void => {
  const { commandId, requestId } = control;
  if (!draft.verdicts.has(commandId)) {
    const verdict = { is: 'accepted', version: 0 } as const;
    draft.verdicts.set(commandId, { commandId, offset, effectiveTime: time, verdict, requestId });
  }
  const aggregate = { directoryId: control.directoryId, ...control.aggregate };
  const entry = context.parking.find(aggregate);
  if (!entry) return;
  const isFree = control.action === 'skip' || tryProject(draft, context, aggregate, entry.events, offset) === undefined;
  if (isFree) context.parking.free(aggregate);
};

/** @returns why not, or nothing when deltas and events are in the draft */
const tryProject = (
  draft: Draft,
  { keys, refused }: BatchContext,
  aggregate: AggregateAddress,
  events: readonly WaitingEvent[],
  src: number,
): string | undefined => {
  const refusal = refused.get(aggregateKey(aggregate));
  if (refusal !== undefined) return refusal;
  const projected = projectEvents(() => events.map((event) => openWaiting(aggregate, event, keys)));
  if (projected.is === 'failed') return projected.error;
  for (const delta of projected.deltas) foldDelta(draft.changes, delta);
  for (const [idx, opened] of projected.events.entries()) {
    const event = events[idx];
    if (event) draft.events.push({ src, idx, aggregate, event, opened });
  }
  return undefined;
};
