import type { Queryable } from '#persistence';
import { parkedAggregate } from '../statements/parked-aggregate.js';
import { parkedAggregates } from '../statements/parked-aggregates.js';
import type { ResourceKey } from './resource.js';

/** An aggregate whose projection failed. `error` names a code and a place, never a value. */
export type ParkedAggregate = {
  readonly directoryId: string;
  readonly type: string;
  readonly id: string;
  readonly partition: number;
  readonly fromOffset: number;
  readonly error: string;
  readonly parkedAt: Date;
  readonly waitingEvents: number;
};

export const isParked =
  (schema: string) =>
  async (queryable: Queryable, key: ResourceKey): Promise<boolean> => {
    const rows = await queryable.query(parkedAggregate(schema), [key.directoryId, key.type, key.id]);
    return rows.length > 0;
  };

export const listParked =
  (schema: string) =>
  (queryable: Queryable): Promise<ParkedAggregate[]> =>
    queryable.query<ParkedAggregate>(parkedAggregates(schema));
