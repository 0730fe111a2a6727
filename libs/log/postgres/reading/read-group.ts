import type { Database } from '#persistence';
import { delay, fullJitter } from '#runtime';
import type { Handover } from '../../handover.js';
import { LogError, type LogReader } from '../../port.js';
import { toLogError } from '../failure.js';
import { findTopic, type TopicRow } from '../statements/find-topic.js';
import { Tenure } from './tenure.js';

const BACKOFF_BASE_MS = 50;
const BACKOFF_CAP_MS = 2_000;
const END_CODES: ReadonlySet<LogError['code']> = new Set(['LOG_TOPIC_MISSING', 'LOG_CLOSED']);

type Parts = { readonly database: Database; readonly handover: Handover };

/** Reads as a member of the reader's group until the signal aborts, through restarts of the database. */
export async function readGroup(
  { database, handover }: Parts,
  topic: string,
  reader: LogReader,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    const begin = performance.now();
    try {
      await tenure({ database, handover }, topic, reader, signal);
    } catch (failure) {
      const error = toLogError(failure);
      if (END_CODES.has(error.code)) throw error;
    }
    if (performance.now() - begin > BACKOFF_CAP_MS) failures = 0;
    await delay(fullJitter(failures, BACKOFF_BASE_MS, BACKOFF_CAP_MS), signal);
  }
}

async function tenure(
  { database, handover }: Parts,
  topic: string,
  reader: LogReader,
  signal: AbortSignal,
): Promise<void> {
  const [found] = await database.query<TopicRow>(findTopic, [topic]);
  if (!found) throw new LogError('LOG_TOPIC_MISSING', `Topic ${topic} does not exist.`, true);
  const source = { database, topicId: found.topic_id };
  const session = await database.openSession(`reads ${topic}`.slice(0, 40));
  try {
    await new Tenure({ source, topic, partitions: found.partitions, reader, session, handover }).run(signal);
  } finally {
    await session.close();
  }
}
