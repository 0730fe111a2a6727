import type { JournalRecord } from '#journal';
import type { PlacedRecord } from './decoded-batch.js';

export const journalRecords = (batch: readonly PlacedRecord[]): readonly JournalRecord[] =>
  batch.flatMap(({ record }) => (record.kind === 'foreign' ? [] : [record]));

/** Whose keys a batch may need: of proposals with something sealed, and of aggregates that a control may release. */
export const subjectsOf = (batch: readonly PlacedRecord[]): ReadonlySet<string> => {
  const subjects = new Set<string>();
  for (const { record } of batch) {
    if (record.kind === 'control') subjects.add(record.aggregate.id);
    if (record.kind !== 'proposal') continue;
    const mayBeSealed = record.parts !== undefined || record.events.some((event) => event.sealed !== undefined);
    if (mayBeSealed) subjects.add(record.aggregate.id);
  }
  return subjects;
};
