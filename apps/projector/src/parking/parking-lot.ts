import { type AggregateAddress, aggregateKey } from '#journal';
import type { WaitingEvent } from './waiting-event.js';

type Place = { readonly src: number; readonly idx: number };
export type ParkedEntry = {
  readonly aggregate: AggregateAddress;
  /** Absent when the row was there before the batch. */
  readonly parkedNow?: { readonly fromOffset: number; readonly error: string };
  /** In the order of the journal: those stored before, if they were loaded, then those of this batch. */
  readonly events: readonly WaitingEvent[];
  readonly added: readonly (Place & { readonly event: WaitingEvent })[];
};

/*
 * The parked aggregates that one batch meets.
 *
 *   free    --projection fails--> parked: this event and all later ones of the aggregate are appended, in order
 *   parked  --release, projection succeeds--> free: all appended events are applied and published at the release
 *   parked  --release, projection fails--> parked, with the same events
 *   parked  --skip--> free: the appended events are dropped; the next event brings the whole resource anyway
 */
export class ParkingLot {
  readonly #entries = new Map<string, ParkedEntry>();
  readonly #freed = new Map<string, AggregateAddress>();

  constructor(parked: readonly AggregateAddress[], stored: ReadonlyMap<string, readonly WaitingEvent[]>) {
    for (const aggregate of parked) {
      const events = stored.get(aggregateKey(aggregate)) ?? [];
      this.#entries.set(aggregateKey(aggregate), { aggregate, events, added: [] });
    }
  }

  find(aggregate: AggregateAddress): ParkedEntry | undefined {
    return this.#entries.get(aggregateKey(aggregate));
  }

  park(aggregate: AggregateAddress, fromOffset: number, error: string): void {
    const entry: ParkedEntry = { aggregate, parkedNow: { fromOffset, error }, events: [], added: [] };
    this.#entries.set(aggregateKey(aggregate), entry);
  }

  append(aggregate: AggregateAddress, src: number, events: readonly WaitingEvent[]): void {
    const entry = this.find(aggregate);
    if (!entry) throw new Error('Only a parked aggregate has waiting events.');
    this.#entries.set(aggregateKey(aggregate), {
      ...entry,
      events: [...entry.events, ...events],
      added: [...entry.added, ...events.map((event, idx) => ({ src, idx, event }))],
    });
  }

  free(aggregate: AggregateAddress): void {
    this.#entries.delete(aggregateKey(aggregate));
    this.#freed.set(aggregateKey(aggregate), aggregate);
  }

  /** To be deleted before anything of `parked` is written: an aggregate may be freed and parked again. */
  get freed(): readonly AggregateAddress[] {
    return [...this.#freed.values()];
  }

  get parked(): readonly ParkedEntry[] {
    return [...this.#entries.values()];
  }
}
