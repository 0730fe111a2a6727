import type { Log } from '#log';

/** The same log with a prefix before every topic and reader group, for installations that share one Kafka cluster. */
export const withTopicPrefix = (log: Log, prefix: string): Log => ({
  create: (topic, spec) => log.create(prefix + topic, spec),
  verify: (topic, spec) => log.verify(prefix + topic, spec),
  append: (topic, records) => log.append(prefix + topic, records),
  ends: (topic) => log.ends(prefix + topic),
  at: (topic, partition, offset) => log.at(prefix + topic, partition, offset),
  read: (topic, reader, signal) =>
    log.read(
      prefix + topic,
      {
        group: prefix + reader.group,
        position: (partition) => reader.position(partition),
        onBatch: (batch, stop, upcoming) => reader.onBatch(batch, stop, upcoming),
        ...(reader.onAssignment && { onAssignment: (partitions) => reader.onAssignment?.(partitions) }),
        ...(reader.maxRecords !== undefined && { maxRecords: reader.maxRecords }),
      },
      signal,
    ),
  close: () => log.close(),
});
