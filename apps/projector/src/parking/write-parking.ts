import type { Transaction } from '#persistence';
import type { ProjectorStatements } from '#read-model';
import { addressRow } from '../arbitration/loaded-rows.js';
import type { ParkingLot } from './parking-lot.js';

export const writeParking = (
  tx: Transaction,
  statements: ProjectorStatements,
  partition: number,
  lot: ParkingLot,
): void => {
  if (lot.freed.length > 0) tx.send(statements.unparkAggregates, [JSON.stringify(lot.freed.map(addressRow))]);
  const parked = lot.parked.flatMap(({ aggregate, parkedNow }) =>
    parkedNow ? [{ ...addressRow(aggregate), from_offset: parkedNow.fromOffset, error: parkedNow.error }] : [],
  );
  if (parked.length > 0) tx.send(statements.parkAggregates, [JSON.stringify(parked), partition]);
  const added = lot.parked.flatMap(({ aggregate, added }) =>
    added.map(({ src, idx, event }) => ({
      ...addressRow(aggregate),
      src,
      idx,
      version: event.version,
      effective_time: event.effectiveTime,
      event,
    })),
  );
  if (added.length > 0) tx.send(statements.appendParkedEvents, [JSON.stringify(added)]);
};
