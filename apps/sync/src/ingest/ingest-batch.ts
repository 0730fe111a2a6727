import { isAfter, LIFECYCLE_TOPIC, type Position } from '#lifecycle';
import type { LogBatch } from '#log';
import type { Database, Queryable, Statement } from '#persistence';
import { linkedKinds } from '../linked-kinds.js';
import { storable } from '../storable.js';
import { applyOrders } from './apply-orders.js';
import { foldEvents } from './fold-events.js';
import type { Fold, FoldedObject } from './folded.js';
import { noticeOf } from './notice.js';
import { type Screened, screenRecord } from './screen-record.js';
import { advancePartition } from './statements/advance-partition.js';
import { dropGroups, foldMembers, membershipsOf } from './statements/fold-members.js';
import { foldObjects } from './statements/fold-objects.js';
import { keepPoison } from './statements/keep-poison.js';
import { lockPartition } from './statements/lock-partition.js';
import { shareTargets, takeTargets } from './statements/lock-targets.js';

export type Ingested = {
  readonly nextOffset: number;
  readonly events: number;
  readonly repeated: number;
  readonly poisoned: number;
  /** Records that were gone from the log before they were read. */
  readonly missed: number;
};

type Progress = { readonly next_offset: number; readonly src: number | null; readonly idx: number | null };

/**
 * Folds a batch in one transaction: the partition's row is locked first, records and positions passed before are dropped,
 * and the new position is kept with the effect. Nothing is sent from here.
 */
export const ingestBatch = async (database: Database, batch: LogBatch): Promise<Ingested> => {
  const screened = batch.records.map(screenRecord);
  const { notice, ...ingested } = await database.transaction(async (tx) => {
    const locked = tx.query<Progress>(lockPartition, [LIFECYCLE_TOPIC, batch.partition]);
    tx.send(screened.some(isOrder) ? takeTargets : shareTargets);
    const [progress] = await locked;
    if (!progress) throw new Error(`Partition ${batch.partition} was never started.`);
    const fresh = screened.filter((each) => each.offset >= progress.next_offset);
    const missed = Math.max(0, batch.records[0].offset - progress.next_offset);
    const nextOffset = Math.max(progress.next_offset, (batch.records.at(-1)?.offset ?? -1) + 1);
    const { events, watermark, repeated } = pastWatermark(fresh, watermarkOf(progress));
    const poison = fresh.filter((each) => each.is === 'poison');
    for (const { record, problem } of poison) await tx.query(keepPoison, poisonRow(record, problem));
    const notice = await applyFold(tx, foldEvents(events));
    const place = [LIFECYCLE_TOPIC, batch.partition, nextOffset, watermark?.src ?? null, watermark?.idx ?? null];
    tx.send(advancePartition, place);
    return { nextOffset, events: events.length, repeated, poisoned: poison.length, missed, notice };
  });
  // Owners that miss it look by themselves.
  if (notice !== '') database.notify('sync', notice).catch(() => undefined);
  return ingested;
};

const isOrder = (screened: Screened): boolean =>
  screened.is === 'known' && screened.event?.type.startsWith('target.') === true;

const applyFold = async (tx: Queryable, fold: Fold): Promise<string> => {
  await applyOrders(tx, fold.orders);
  const dirty = new Set<string>();
  const foldRows = async (
    statement: Statement,
    rows: readonly unknown[],
    ...more: readonly unknown[]
  ): Promise<void> => {
    if (rows.length === 0) return;
    const targets = await tx.query<{ target_id: string }>(statement, [JSON.stringify(rows), ...more]);
    for (const { target_id } of targets) dirty.add(target_id);
  };
  await foldRows(foldObjects, fold.objects, linkedKinds);
  await foldRows(foldMembers, fold.members);
  const deleted = fold.objects.filter((object) => object.is_deleted);
  const users = idsOf(deleted, 'User');
  if (users.length > 0) await foldRows(foldMembers, await tx.query(membershipsOf, [users]));
  const groups = idsOf(deleted, 'Group');
  if (groups.length > 0) await tx.query(dropGroups, [groups]);
  return noticeOf(fold.orders.length > 0, [...dirty]);
};

const idsOf = (objects: readonly FoldedObject[], kind: string): readonly string[] =>
  objects.filter((object) => object.kind === kind).map((object) => object.object_id);

const pastWatermark = (screened: readonly Screened[], start: Position | undefined) => {
  let watermark = start;
  let repeated = 0;
  const events = screened.flatMap((each) => {
    if (each.is !== 'known') return [];
    if (!isAfter(each.position, watermark)) {
      repeated += 1;
      return [];
    }
    watermark = each.position;
    return each.event ? [each.event] : [];
  });
  return { events, watermark, repeated };
};

const watermarkOf = ({ src, idx }: Progress): Position | undefined =>
  src === null || idx === null ? undefined : { src, idx };

const poisonRow = (record: LogBatch['records'][0], problem: string): readonly unknown[] => [
  LIFECYCLE_TOPIC,
  record.partition,
  record.offset,
  storable(record.key),
  JSON.stringify(storable(record.headers)),
  Buffer.from(record.value),
  problem,
];
