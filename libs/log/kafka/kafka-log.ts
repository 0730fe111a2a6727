import { withDeadline } from '#runtime';
import { Handover } from '../handover.js';
import { type Log, LogError, type LogReader, type LogRecord } from '../port.js';
import { Appender } from '../writing/appender.js';
import { kafkaClient, patiently } from './client.js';
import { Lookup } from './lookup.js';
import type { KafkaLogOptions } from './options.js';
import { readGroup } from './reading/read-group.js';
import { TopicAdmin } from './topic-admin.js';
import { Sender } from './writing/sender.js';

const CLOSE_MS = 20_000;

/** The log on Apache Kafka, brokers 2.1 and newer. Connects when it is first used. */
export function openKafkaLog(options: KafkaLogOptions): Log {
  const admin = new TopicAdmin(options);
  const lookup = new Lookup(options);
  const appenders = new Map<string, Appender>();
  const handover = new Handover();
  const closed = new AbortController();
  const readings = new Set<Promise<void>>();

  // One producer for each topic: kafkajs keeps a deleted topic in mind and would fail for all others.
  const appenderOf = (topic: string) => {
    const known = appenders.get(topic);
    if (known) return known;
    const appender = new Appender(new Sender(kafkaClient(options, patiently), topic, handover));
    appenders.set(topic, appender);
    return appender;
  };

  return {
    create: async (topic, spec) => {
      await admin.create(topic, spec);
      // Leaders may be named before they lead: an append that one of them refuses is sent again to all, and then twice there.
      await lookup.ends(topic);
    },
    verify: (topic, spec) => admin.verify(topic, spec),
    ends: (topic) => lookup.ends(topic),
    at: (topic, partition, offset) => lookup.at(topic, partition, offset),
    append: async (topic: string, records: readonly LogRecord[]) => {
      if (closed.signal.aborted) throw new LogError('LOG_CLOSED', 'The log is closed.', true);
      if (records.length > 0) await appenderOf(topic).append(records);
    },
    read: (topic: string, reader: LogReader, signal: AbortSignal) => {
      const running = readGroup(options, handover, topic, reader, AbortSignal.any([signal, closed.signal]));
      const settled = running.catch(() => undefined).finally(() => readings.delete(settled));
      readings.add(settled);
      return running;
    },
    close: async () => {
      closed.abort();
      const ended = Promise.all([...readings, ...[...appenders.values()].map((appender) => appender.close())]);
      const late = () => new LogError('LOG_UNAVAILABLE', `The log was not closed within ${CLOSE_MS} ms.`, false);
      await withDeadline(ended, CLOSE_MS, late);
    },
  };
}
