import { type AggregateAddress, aggregateKey, type Control, keysNeeded } from '#journal';
import type { Database, Queryable } from '#persistence';
import type { SubjectKeys } from '#privacy';
import type { ProjectorStatements } from '#read-model';
import { type BatchContext, judgeBatch } from '../arbitration/judge-batch.js';
import type { JudgedBatch } from '../arbitration/judged-batch.js';
import { loadRows } from '../arbitration/loaded-rows.js';
import type { PartitionState } from '../arbitration/partition-state.js';
import { loadWaitingEvents } from '../parking/load-waiting-events.js';
import { ParkingLot } from '../parking/parking-lot.js';
import type { PlacedRecord } from './decoded-batch.js';
import { journalRecords, subjectsOf } from './journal-records.js';
import { writeBatch } from './write-batch.js';

export type BatchDependencies = {
  readonly database: Database;
  readonly subjectKeys: Pick<SubjectKeys, 'keysOf'>;
  readonly statements: ProjectorStatements;
};

export type CommittedBatch = {
  readonly is: 'committed';
  readonly judged: JudgedBatch;
  readonly records: readonly PlacedRecord[];
};

export type BatchOutcome =
  | CommittedBatch
  /** Everything in the batch had been judged before. */
  | { readonly is: 'stale'; readonly nextOffset: number }
  /** The batch begins behind the next offset: nothing was done. */
  | { readonly is: 'gap'; readonly nextOffset: number; readonly foundOffset: number };

export type BatchOptions = {
  /** Aggregates whose rows the database refused, and its code. */
  readonly refused?: ReadonlyMap<string, string>;
  /** Called once all writes are with the database, before the commit. */
  readonly onSent?: () => void;
};

type FenceRow = PartitionState;

/*
 * One batch of one partition, one transaction:
 *
 *   BEGIN
 *   fence    lock the progress row; of two owners one waits here, then sees its records are old
 *   load     heads, claims, verdicts, parked aggregates: one query, begun once the lock is held
 *   drop     what lies below next_offset; the rest must begin exactly there
 *   judge    in memory, in order
 *   write    verdicts, heads, claims, events, read model, progress: one statement, few more for what is rare
 *   COMMIT
 *
 * Two round trips as a rule: up to the load, and from the write on. The next batch may begin as soon as the writes are
 * sent: its fence waits for this commit in the database, so that its load is there when this commit is.
 *
 * Subject keys are fetched before, so that the lock is held for nothing but this.
 */
export const handleBatch = async (
  dependencies: BatchDependencies,
  partition: number,
  batch: readonly PlacedRecord[],
  { refused = new Map(), onSent }: BatchOptions = {},
): Promise<BatchOutcome> => {
  const { database, statements, subjectKeys } = dependencies;
  const keys = await subjectKeys.keysOf(subjectsOf(batch));
  return database.transaction(async (tx) => {
    const fenced = tx.query<FenceRow>(statements.fence, [partition]);
    const loading = load(tx, statements, batch);
    const [[state], loaded] = await Promise.all([fenced, loading]);
    if (!state) throw new Error(`Partition ${partition} has no progress row.`);
    const records = batch.filter((record) => record.offset >= state.nextOffset);
    const [first] = records;
    if (!first) return { is: 'stale', nextOffset: state.nextOffset };
    if (first.offset > state.nextOffset) {
      return { is: 'gap', nextOffset: state.nextOffset, foundOffset: first.offset };
    }
    const judged = judgeBatch(records, state, { ...loaded, keys, refused });
    writeBatch(tx, statements, partition, judged);
    onSent?.();
    return { is: 'committed', judged, records };
  });
};

const load = async (
  tx: Queryable,
  statements: ProjectorStatements,
  records: readonly PlacedRecord[],
): Promise<Pick<BatchContext, 'view' | 'parking'>> => {
  const journal = journalRecords(records);
  const controlled = journal.filter((record): record is Control => record.kind === 'control').map(addressOf);
  const { view, parked } = await loadRows(tx, statements, keysNeeded(journal), controlled);
  const isControlled = new Set(controlled.map(aggregateKey));
  const toLoad = parked.filter((aggregate) => isControlled.has(aggregateKey(aggregate)));
  return { view, parking: new ParkingLot(parked, await loadWaitingEvents(tx, statements, toLoad)) };
};

const addressOf = (control: Control): AggregateAddress => ({ directoryId: control.directoryId, ...control.aggregate });
