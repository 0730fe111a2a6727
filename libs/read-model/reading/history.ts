import type { Queryable } from '#persistence';
import { eventsOfAggregate } from '../statements/events-of-aggregate.js';

/** An accepted event, sealed as on the journal. */
export type StoredEvent = {
  readonly partition: number;
  readonly src: number;
  readonly idx: number;
  readonly directoryId: string;
  readonly aggregate: { readonly type: string; readonly id: string };
  readonly version: number;
  readonly type: string;
  readonly v: number;
  readonly data: { readonly [name: string]: unknown };
  readonly sealed: string | null;
  readonly effectiveTime: number;
  readonly commandId: string;
  readonly requestId: string;
  readonly actor: { readonly [name: string]: unknown };
};

export type StoredEventRow = Omit<StoredEvent, 'aggregate'> & {
  readonly aggregateType: string;
  readonly aggregateId: string;
};

export const storedEvent = ({ aggregateType, aggregateId, ...event }: StoredEventRow): StoredEvent => ({
  ...event,
  aggregate: { type: aggregateType, id: aggregateId },
});

/** The newest events of one aggregate, newest first. */
export const readHistory =
  (schema: string) =>
  async (
    queryable: Queryable,
    query: { readonly directoryId: string; readonly id: string; readonly limit: number },
  ): Promise<readonly StoredEvent[]> => {
    const values = [query.directoryId, query.id, query.limit];
    const rows = await queryable.query<StoredEventRow>(eventsOfAggregate(schema), values);
    return rows.map(storedEvent);
  };
