import type { Transaction } from '#persistence';
import type { ProjectorStatements } from '#read-model';
import type { JudgedBatch } from '../arbitration/judged-batch.js';
import { writeParking } from '../parking/write-parking.js';
import type { ReadModelChanges } from '../projections/read-model-changes.js';
import { claimRow, eventRow, headRow, partRow, verdictRow } from './rows.js';

/** Writes all that a batch comes to, without waiting: one statement always, others only for what is rare. */
export const writeBatch = (
  tx: Transaction,
  statements: ProjectorStatements,
  partition: number,
  judged: JudgedBatch,
): void => {
  const claims = [...judged.claims.values()];
  const { after } = judged;
  tx.send(statements.writeJudged, [
    rowsOf(judged.verdicts.values(), verdictRow),
    rowsOf(judged.heads.values(), headRow),
    JSON.stringify(claims.filter((claim) => claim.owner !== undefined).map(claimRow)),
    JSON.stringify(judged.events.map(eventRow)),
    JSON.stringify([...judged.changes.puts.values()]),
    partition,
    after.nextOffset,
    after.effectiveTime,
    after.lastCommand,
    after.digest,
    [...judged.changes.gone],
  ]);
  const released = claims.filter((claim) => claim.owner === undefined);
  if (released.length > 0) tx.send(statements.releaseClaims, [JSON.stringify(released.map(claimRow))]);
  writeChanges(tx, statements, judged.changes);
  writeParts(tx, statements, partition, judged);
  writeParking(tx, statements, partition, judged.parking);
  for (const { offset, digest } of judged.checkpoints) {
    tx.send(statements.addDigestCheckpoint, [partition, offset, digest]);
  }
};

const rowsOf = <Item, Row>(items: Iterable<Item>, row: (item: Item) => Row): string =>
  JSON.stringify(Array.from(items, row));

const writeChanges = (tx: Transaction, statements: ProjectorStatements, changes: ReadModelChanges) => {
  const { touches, removedMembers, addedMembers, deletes } = changes;
  const steps = [
    [statements.touchResources, touches, []],
    [statements.removeMembers, removedMembers, []],
    [statements.addMembers, addedMembers, [Array.from(deletes.values(), ({ id }) => id)]],
    [statements.deleteResources, deletes, []],
  ] as const;
  for (const [statement, rows, more] of steps) {
    if (rows.size > 0) tx.send(statement, [JSON.stringify([...rows.values()]), ...more]);
  }
  for (const { statement, values } of changes.steps) tx.send(statements[statement], values);
};

const writeParts = (
  tx: Transaction,
  statements: ProjectorStatements,
  partition: number,
  { storedParts, decidedParts }: JudgedBatch,
): void => {
  if (storedParts.length > 0) {
    tx.send(statements.storeParts, [JSON.stringify(storedParts.map(partRow)), partition]);
  }
  if (decidedParts.length > 0) tx.send(statements.deleteParts, [decidedParts]);
};
