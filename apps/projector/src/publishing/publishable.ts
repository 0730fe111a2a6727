import type { StoredEvent } from '#read-model';
import type { Attributes } from '#scim';
import type { AcceptedEvent } from '../arbitration/judged-batch.js';
import { type KnownKeys, openEvent } from '../projections/open-event.js';
import type { OpenedEvent } from '../projections/opened-event.js';
import { ProjectionError } from '../projections/projection-error.js';

/** An accepted event at its place, opened: what the lifecycle log gets, before it takes its public form. */
export type Publishable = {
  readonly partition: number;
  readonly src: number;
  readonly idx: number;
  readonly event: OpenedEvent;
  readonly requestId: string;
  /** About what it takes in memory. */
  readonly bytes: number;
};

const MEMBER_BYTES = 100;

/** Sealed is a third larger than plain; members are in the clear. */
export const bytesOf = (event: { readonly sealed: string | null; readonly data: Attributes }): number => {
  const { members } = event.data;
  return (event.sealed?.length ?? 0) + (Array.isArray(members) ? members.length * MEMBER_BYTES : 0);
};

/** What was judged in this process is open already. */
export const publishable = (partition: number, { src, idx, event, opened }: AcceptedEvent): Publishable => ({
  partition,
  src,
  idx,
  event: opened,
  requestId: event.requestId,
  bytes: bytesOf(event),
});

/** `onUnreadable` hears of events that can never be opened again: holding the partition up would not bring them back. */
export const publishableOf = (
  stored: StoredEvent,
  keys: KnownKeys,
  onUnreadable: (error: ProjectionError) => void,
): Publishable => {
  const { partition, src, idx, requestId, effectiveTime: time, ...event } = stored;
  const place = { partition, src, idx, requestId, bytes: bytesOf(event) };
  try {
    return { ...place, event: openEvent({ ...event, time }, keys) };
  } catch (error) {
    if (!(error instanceof ProjectionError)) throw error;
    onUnreadable(error);
    const { sealed: _, ...readable } = event;
    return { ...place, event: { ...readable, time, personal: 'erased' } };
  }
};
