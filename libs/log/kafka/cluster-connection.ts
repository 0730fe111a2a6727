import kafkajs, { type Cluster, type Kafka } from 'kafkajs';

/** Connections to a cluster's brokers, below the level of producers and consumers. */
export type ClusterConnection = { readonly cluster: Cluster; close(): Promise<void> };

/**
 * Connects for fetching from a topic without joining a group, which kafkajs offers no client for. Its consumers hand
 * their cluster to the partition assigner, so this is a consumer that never runs: its cluster fetches and lists
 * offsets, with connections of its own.
 */
export async function connectCluster(kafka: Kafka, topic: string): Promise<ClusterConnection> {
  const handedOver: Cluster[] = [];
  const consumer = kafka.consumer({
    groupId: 'never-joined',
    allowAutoTopicCreation: false,
    readUncommitted: true,
    partitionAssigners: [
      (config) => {
        handedOver.push(config.cluster);
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    return { cluster: handedOver[0]!, close: () => consumer.disconnect() };
  } catch (failure) {
    await consumer.disconnect().catch(() => undefined);
    throw failure;
  }
}
