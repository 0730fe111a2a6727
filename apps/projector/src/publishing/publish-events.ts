import { encodeLifecycle, LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log, LogRecord } from '#log';
import type { Database } from '#persistence';
import { markPublished } from '#read-model';
import { lifecycleEventOf } from './lifecycle-event-of.js';
import type { Publishable } from './publishable.js';

const MAX_EVENTS = 500;
const MAX_BYTES = 700_000;

/**
 * Publishes as many of these, the next ones of one partition, as fit: append at once, then mark. A crash in between
 * repeats a suffix of what is on the lifecycle log, never anything else. Never to run twice at a time for a partition.
 *
 * @returns the last event taken care of
 */
export const publishEvents = async (
  { database, log }: { readonly database: Database; readonly log: Log },
  events: readonly [Publishable, ...Publishable[]],
): Promise<Publishable> => {
  const records: LogRecord[] = [];
  let bytes = 0;
  let [last] = events;
  for (const publishable of events.slice(0, MAX_EVENTS)) {
    const event = lifecycleEventOf(publishable);
    if (event) {
      const record = { partition: publishable.partition, ...encodeLifecycle(event, publishable) };
      bytes += record.value.byteLength;
      if (records.length > 0 && bytes > MAX_BYTES) break;
      records.push(record);
    }
    last = publishable;
  }
  if (records.length > 0) await log.append(LIFECYCLE_TOPIC, records);
  await database.query(markPublished, [last.partition, last.src, last.idx]);
  return last;
};
