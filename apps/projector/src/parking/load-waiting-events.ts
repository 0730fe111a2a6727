import { type AggregateAddress, aggregateKey } from '#journal';
import type { Queryable } from '#persistence';
import type { ProjectorStatements } from '#read-model';
import { addressRow } from '../arbitration/loaded-rows.js';
import type { WaitingEvent } from './waiting-event.js';

type Row = AggregateAddress & { readonly event: WaitingEvent };

/** The stored events of parked aggregates, in the order of the journal. No query when there is nothing to ask for. */
export const loadWaitingEvents = async (
  tx: Queryable,
  statements: ProjectorStatements,
  aggregates: readonly AggregateAddress[],
): Promise<ReadonlyMap<string, readonly WaitingEvent[]>> => {
  const events = new Map<string, WaitingEvent[]>();
  if (aggregates.length === 0) return events;
  const rows = await tx.query<Row>(statements.loadParkedEvents, [JSON.stringify(aggregates.map(addressRow))]);
  for (const row of rows) {
    const key = aggregateKey(row);
    events.set(key, [...(events.get(key) ?? []), row.event]);
  }
  return events;
};
