import type { Cluster, KafkaMessage } from 'kafkajs';
import type { StoredRecord } from '../port.js';

const PARTITION_BYTES = 512 * 1024;
const RESPONSE_BYTES = 4 * 1024 * 1024;
const READ_UNCOMMITTED = 0;

export type FetchFrom = { readonly partition: number; readonly offset: number };

export type Fetched = {
  readonly partition: number;
  readonly records: readonly StoredRecord[];
  /** Where the next fetch goes on: after the last entry seen, transaction markers included. */
  readonly next: number;
  /** The end of the partition as the broker knew it. */
  readonly end: number;
};

type FetchResponse = {
  readonly responses: readonly {
    readonly partitions: readonly {
      readonly partition: number;
      readonly highWatermark: string;
      readonly messages: readonly (KafkaMessage & { readonly isControlRecord?: boolean })[];
    }[];
  }[];
};

/**
 * One Fetch request to a broker. It answers as soon as there is a record in any of the partitions, at the latest
 * after `waitMs`. A batch larger than the limits still comes whole, so there is always progress.
 */
export async function fetchRecords(
  cluster: Cluster,
  request: {
    readonly nodeId: string;
    readonly topic: string;
    readonly from: readonly FetchFrom[];
    readonly waitMs: number;
  },
): Promise<readonly Fetched[]> {
  const { nodeId, topic, from, waitMs } = request;
  const broker = await cluster.findBroker({ nodeId });
  const partitions = from.map(({ partition, offset }) => ({
    partition,
    fetchOffset: String(offset),
    maxBytes: PARTITION_BYTES,
  }));
  const response: FetchResponse = await broker.fetch({
    maxWaitTime: waitMs,
    minBytes: 1,
    maxBytes: RESPONSE_BYTES,
    isolationLevel: READ_UNCOMMITTED,
    topics: [{ topic, partitions }],
  });
  const asked = new Map(from.map(({ partition, offset }) => [partition, offset]));
  return response.responses
    .flatMap((answer) => answer.partitions)
    .map(({ partition, highWatermark, messages }) => {
      const offset = asked.get(partition) ?? 0;
      // A broker answers with whole batches: the first may begin before the offset asked for.
      const wanted = messages.filter((message) => Number(message.offset) >= offset);
      const last = wanted.at(-1);
      return {
        partition,
        records: wanted.filter((message) => !message.isControlRecord).map((message) => toRecord(partition, message)),
        next: last ? Number(last.offset) + 1 : offset,
        end: Number(highWatermark),
      };
    });
}

function toRecord(partition: number, message: KafkaMessage): StoredRecord {
  return {
    partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key?.toString() ?? '',
    headers: Object.fromEntries(
      Object.entries(message.headers ?? {}).map(([name, value]) => [
        name,
        String(Array.isArray(value) ? value[0] : value),
      ]),
    ),
    value: message.value ?? Buffer.alloc(0),
  };
}
