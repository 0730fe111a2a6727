import { JOURNAL_TOPIC } from '#journal';
import type { Log } from '#log';
import type { Queryable } from '#persistence';
import type { ProjectorStatements } from '#read-model';
import { commandIdOf, placed } from './decoded-batch.js';
import type { PartitionStops } from './partition-stops.js';

type Position = { readonly nextOffset: number; readonly lastCommand: string | null };

/**
 * Where a partition is to be read from. First makes sure that the record judged last is still there and still the same:
 * otherwise this is another log, or one that was cut, and going on would judge what never follows from what is stored.
 *
 * @throws {PartitionStoppedError}
 */
export const verifiedPosition = async (
  queryable: Queryable,
  statements: ProjectorStatements,
  log: Log,
  stops: PartitionStops,
  partition: number,
): Promise<number> => {
  const [position] = await queryable.query<Position>(statements.partitionPosition, [partition]);
  if (!position) throw new Error(`Partition ${partition} has no progress row.`);
  const { nextOffset, lastCommand } = position;
  if (nextOffset === 0) return 0;
  const last = await log.at(JOURNAL_TOPIC, partition, nextOffset - 1);
  if (!last) return stops.stop('FOREIGN_LOG', partition, `the record judged last, at ${nextOffset - 1}, is not there`);
  const found = commandIdOf(placed(last).record) ?? null;
  if (found !== lastCommand) {
    stops.stop('FOREIGN_LOG', partition, `the record at ${nextOffset - 1} is not the one that was judged there`);
  }
  return nextOffset;
};
