import type { AggregateAddress, Head, Part, Verdict } from '#journal';
import type { ParkingLot } from '../parking/parking-lot.js';
import type { WaitingEvent } from '../parking/waiting-event.js';
import type { OpenedEvent } from '../projections/opened-event.js';
import type { ReadModelChanges } from '../projections/read-model-changes.js';
import type { PartitionState } from './partition-state.js';

export type JudgedVerdict = {
  readonly commandId: string;
  readonly offset: number;
  readonly effectiveTime: number;
  readonly verdict: Verdict;
  readonly requestId: string;
};

/** An event as it goes to the event table: from there to the lifecycle log and into history. */
export type AcceptedEvent = {
  readonly src: number;
  readonly idx: number;
  readonly aggregate: AggregateAddress;
  readonly event: WaitingEvent;
  readonly opened: OpenedEvent;
};

/** A claim after the batch; without an owner it is released. */
export type ClaimChange = {
  readonly directoryId: string;
  readonly scope: string;
  readonly key: string;
  readonly owner?: AggregateAddress;
};

export type DigestCheckpoint = { readonly offset: number; readonly digest: Uint8Array };

/** Everything a batch comes to, ready to be written. */
export type JudgedBatch = {
  readonly verdicts: ReadonlyMap<string, JudgedVerdict>;
  readonly heads: ReadonlyMap<string, AggregateAddress & Head>;
  readonly claims: ReadonlyMap<string, ClaimChange>;
  readonly events: readonly AcceptedEvent[];
  readonly storedParts: readonly (Part & { readonly offset: number })[];
  /** Commands decided in this batch that had announced parts. */
  readonly decidedParts: readonly string[];
  readonly changes: ReadModelChanges;
  readonly parking: ParkingLot;
  readonly checkpoints: readonly DigestCheckpoint[];
  readonly after: PartitionState & { readonly lastCommand: string | null };
};
