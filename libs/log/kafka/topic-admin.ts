import kafkajs, { type Admin } from 'kafkajs';
import { delay, withDeadline } from '#runtime';
import { LogError, type TopicCheck, type TopicSpec } from '../port.js';
import { kafkaClient, patiently } from './client.js';
import { kindOf, toLogError } from './failure.js';
import type { KafkaLogOptions } from './options.js';
import { problemsOf, settingsFor } from './topic-settings.js';

const DEADLINE_MS = 30_000;
const REPLICAS = 3;
const LEADER_ATTEMPTS = 250;
const LEADER_EVERY_MS = 100;

/** Creates topics and compares them with what they must be. */
export class TopicAdmin {
  constructor(private readonly options: KafkaLogOptions) {}

  async create(topic: string, spec: TopicSpec): Promise<void> {
    await this.#with(async (admin) => {
      const { brokers } = await admin.describeCluster();
      const replicas = brokers.length >= REPLICAS ? REPLICAS : 1;
      const configEntries = Object.entries(settingsFor(spec, replicas)).map(([name, value]) => ({ name, value }));
      // Tells an existing topic by its result, not by a rejection.
      await admin.createTopics({
        waitForLeaders: false,
        topics: [{ topic, numPartitions: spec.partitions, replicationFactor: replicas, configEntries }],
      });
      await untilLed(admin, topic);
    });
  }

  async verify(topic: string, spec: TopicSpec): Promise<TopicCheck> {
    return this.#with(async (admin) => {
      const { clusterId } = await admin.describeCluster();
      const partitions = await partitionsOf(admin, topic);
      if (!partitions) return { logId: clusterId, problems: [`Topic ${topic} does not exist.`] };
      const replicas = Math.max(...partitions.map((partition) => partition.replicas.length));
      const found = { partitions: partitions.length, replicas, settings: await settingsOf(admin, topic) };
      return { logId: clusterId, problems: problemsOf(topic, found, spec) };
    });
  }

  async #with<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = kafkaClient(this.options, patiently).admin();
    const late = () => new LogError('LOG_UNAVAILABLE', `Kafka did not answer within ${DEADLINE_MS} ms.`, true);
    const answer = async () => {
      try {
        await admin.connect();
        return await work(admin);
      } finally {
        await admin.disconnect();
      }
    };
    try {
      return await withDeadline(answer(), DEADLINE_MS, late);
    } catch (failure) {
      throw toLogError(failure, false);
    }
  }
}

/** A broker may not have heard yet of a topic that another has just made; the client's own wait gives up on that. */
async function untilLed(admin: Admin, topic: string): Promise<void> {
  for (let attempt = 0; attempt < LEADER_ATTEMPTS; attempt += 1) {
    const partitions = await partitionsOf(admin, topic);
    if (partitions?.every(({ leader }) => leader >= 0)) return;
    await delay(LEADER_EVERY_MS);
  }
  throw new LogError('LOG_UNAVAILABLE', `Topic ${topic} has no leader for every partition.`, true);
}

async function partitionsOf(admin: Admin, topic: string) {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions;
  } catch (failure) {
    if (kindOf(failure) === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
    throw failure;
  }
}

async function settingsOf(admin: Admin, topic: string): Promise<ReadonlyMap<string, string>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
  });
  return new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
}
