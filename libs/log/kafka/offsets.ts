import type { Cluster } from 'kafkajs';
import { LogError } from '../port.js';

export type Bounds = { readonly start: number; readonly end: number };

/** First offset still there and the offset after the last record, per partition. */
export async function boundsOf(cluster: Cluster, topic: string): Promise<readonly Bounds[]> {
  const partitions = cluster
    .findTopicPartitionMetadata(topic)
    .map(({ partitionId }) => ({ partition: partitionId }))
    .sort((a, b) => a.partition - b.partition);
  if (partitions.length === 0) throw new LogError('LOG_TOPIC_MISSING', `Topic ${topic} does not exist.`, true);
  const [starts, ends] = await Promise.all(
    [true, false].map(async (fromBeginning) => {
      const [answer] = await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }]);
      return new Map(answer?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    }),
  );
  return partitions.map(({ partition }) => bounds(topic, partition, starts?.get(partition), ends?.get(partition)));
}

function bounds(topic: string, partition: number, start: number | undefined, end: number | undefined): Bounds {
  if (start !== undefined && end !== undefined) return { start, end };
  throw new LogError('LOG_UNAVAILABLE', `Partition ${partition} of ${topic} has no leader.`, true);
}
