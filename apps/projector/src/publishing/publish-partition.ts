import { encodeLifecycle, LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log, LogRecord } from '#log';
import type { Database } from '#persistence';
import type { SubjectKeys } from '#privacy';
import {
  markPublished,
  type ProjectorStatements,
  type StoredEvent,
  type StoredEventRow,
  storedEvent,
} from '#read-model';
import type { KnownKeys } from '../projections/open-event.js';
import { lifecycleEventOf } from './lifecycle-event-of.js';

export type PublishDependencies = {
  readonly database: Database;
  readonly log: Log;
  readonly subjectKeys: Pick<SubjectKeys, 'keysOf'>;
  readonly statements: ProjectorStatements;
};

const MAX_BYTES = 700_000;
/** A read that gives as much as this may have left something behind. */
const PAGE_ROWS = 500;
const PAGE_BYTES = 500_000;

type Outgoing = { readonly last: StoredEvent; readonly records: readonly LogRecord[] };

/**
 * Publishes what comes next of one partition: read, append at once, mark. A crash in between repeats a suffix of what
 * is on the lifecycle log, never anything else. Never to run twice at a time for one partition.
 *
 * @returns the last event taken care of, and whether there may be more; nothing when there is none at all
 */
export const publishPartition = async (
  { database, log, subjectKeys, statements }: PublishDependencies,
  partition: number,
): Promise<{ readonly last: StoredEvent; readonly isAll: boolean } | undefined> => {
  const rows = await database.query<StoredEventRow>(statements.eventsToPublish, [partition]);
  if (rows.length === 0) return undefined;
  const events = rows.map(storedEvent);
  const sealed = events.filter((event) => event.sealed !== null);
  const keys = await subjectKeys.keysOf(new Set(sealed.map((event) => event.aggregate.id)));
  const { last, records } = outgoing(partition, events, keys);
  if (records.length > 0) await log.append(LIFECYCLE_TOPIC, records);
  await database.query(markPublished, [partition, last.src, last.idx]);
  const isCut = events.length >= PAGE_ROWS || sealedBytes(events) >= PAGE_BYTES;
  return { last, isAll: !isCut && last === events.at(-1) };
};

const sealedBytes = (events: readonly StoredEvent[]): number =>
  events.reduce((bytes, { sealed }) => bytes + (sealed?.length ?? 0), 0);

/** As many as fit, at least one. */
const outgoing = (partition: number, events: readonly StoredEvent[], keys: KnownKeys): Outgoing => {
  const records: LogRecord[] = [];
  let bytes = 0;
  let last = events[0] as StoredEvent;
  for (const stored of events) {
    const event = lifecycleEventOf(stored, keys);
    if (event) {
      const record = { partition, ...encodeLifecycle(event, { src: stored.src, idx: stored.idx }) };
      bytes += record.value.byteLength;
      if (records.length > 0 && bytes > MAX_BYTES) break;
      records.push(record);
    }
    last = stored;
  }
  return { last, records };
};
