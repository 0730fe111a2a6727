import type { Actor, AggregateAddress, JsonObject } from '#journal';
import { type KnownKeys, openEvent } from '../projections/open-event.js';
import type { OpenedEvent } from '../projections/opened-event.js';

/** An accepted event without its place on the lifecycle log: what is stored while its aggregate is parked. */
export type WaitingEvent = {
  readonly version: number;
  readonly type: string;
  readonly v: number;
  readonly data: JsonObject;
  readonly sealed: string | null;
  readonly effectiveTime: number;
  readonly commandId: string;
  readonly requestId: string;
  readonly actor: Actor;
};

/** @throws {ProjectionError} when it cannot be opened */
export const openWaiting = (aggregate: AggregateAddress, event: WaitingEvent, keys: KnownKeys): OpenedEvent => {
  const { directoryId, type: aggregateType, id } = aggregate;
  const { version, effectiveTime: time, type, v, data, sealed } = event;
  return openEvent({ directoryId, aggregate: { type: aggregateType, id }, version, time, type, v, data, sealed }, keys);
};
