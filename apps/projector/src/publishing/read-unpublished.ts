import type { Database } from '#persistence';
import type { SubjectKeys } from '#privacy';
import { type ProjectorStatements, type StoredEventRow, storedEvent } from '#read-model';
import type { ProjectionError } from '../projections/projection-error.js';
import { type Publishable, publishableOf } from './publishable.js';

export type Unpublished = { readonly events: readonly Publishable[]; readonly mayBeMore: boolean };

/** A read that gives as much as this may have left something behind. */
const PAGE_ROWS = 500;
const PAGE_BYTES = 500_000;

/** The next events of a partition that are not yet on the lifecycle log, from the table. */
export const readUnpublished = async (
  dependencies: {
    readonly database: Database;
    readonly subjectKeys: Pick<SubjectKeys, 'keysOf'>;
    readonly statements: ProjectorStatements;
  },
  partition: number,
  onUnreadable: (error: ProjectionError, place: { readonly src: number; readonly idx: number }) => void,
): Promise<Unpublished> => {
  const { database, subjectKeys, statements } = dependencies;
  const rows = await database.query<StoredEventRow>(statements.eventsToPublish, [partition]);
  const sealed = rows.filter((row) => row.sealed !== null);
  const keys = await subjectKeys.keysOf(new Set(sealed.map((row) => row.aggregateId)));
  const events = rows.map((row) => publishableOf(storedEvent(row), keys, (error) => onUnreadable(error, row)));
  const bytes = events.reduce((sum, event) => sum + event.bytes, 0);
  return { events, mayBeMore: rows.length >= PAGE_ROWS || bytes >= PAGE_BYTES };
};
