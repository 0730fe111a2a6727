import { aggregateKey } from '#journal';
import { failureCode } from '#persistence';
import type { PlacedRecord } from './decoded-batch.js';
import { type BatchDependencies, type BatchOutcome, handleBatch } from './handle-batch.js';

/** SQLSTATE classes that speak of the values at hand: data exception, constraint violation, program limit exceeded. */
const REFUSES_VALUES = /^(22|23|54)[0-9A-Z]{3}$/;

const refusalCode = (error: unknown): string | undefined => {
  const code = failureCode(error);
  return code !== undefined && REFUSES_VALUES.test(code) ? code : undefined;
};

/**
 * As `handleBatch`; when the database refuses a value in it, goes record by record to find whose it is, parks that
 * aggregate and goes on with the others.
 */
export const handleBatchIsolating = async (
  dependencies: BatchDependencies,
  partition: number,
  batch: readonly PlacedRecord[],
  onSent: () => void,
): Promise<readonly BatchOutcome[]> => {
  try {
    return [await handleBatch(dependencies, partition, batch, { onSent })];
  } catch (error) {
    if (refusalCode(error) === undefined) throw error;
  }
  const outcomes: BatchOutcome[] = [];
  for (const record of batch) {
    const outcome = await handleOne(dependencies, partition, record);
    outcomes.push(outcome);
    if (outcome.is === 'gap') break;
  }
  return outcomes;
};

const handleOne = async (
  dependencies: BatchDependencies,
  partition: number,
  placed: PlacedRecord,
): Promise<BatchOutcome> => {
  try {
    return await handleBatch(dependencies, partition, [placed]);
  } catch (error) {
    const code = refusalCode(error);
    const { record } = placed;
    if (code === undefined || (record.kind !== 'proposal' && record.kind !== 'control')) throw error;
    const owner = aggregateKey({ directoryId: record.directoryId, ...record.aggregate });
    return handleBatch(dependencies, partition, [placed], {
      refused: new Map([[owner, `REFUSED_BY_DATABASE ${code}`]]),
    });
  }
};
