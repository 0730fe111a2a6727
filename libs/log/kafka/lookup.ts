import { delay, withDeadline } from '#runtime';
import { LogError, type StoredRecord } from '../port.js';
import { kafkaClient, onceOnly } from './client.js';
import { connectCluster } from './cluster-connection.js';
import { kindOf, toLogError } from './failure.js';
import { fetchRecords } from './fetch-records.js';
import { boundsOf } from './offsets.js';
import type { KafkaLogOptions } from './options.js';

const DEADLINE_MS = 10_000;
const AT_ONCE_MS = 1;
/** For a moment after a topic is made or its leader moves, brokers do not agree on who leads. */
const LEADERSHIP_MOVES = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE']);
const ASK_AGAIN_MS = 100;

/** Answers questions about a topic, each with connections of its own: they are asked at start and by tools. */
export class Lookup {
  constructor(private readonly options: KafkaLogOptions) {}

  async ends(topic: string): Promise<readonly number[]> {
    return this.#ask(topic, async ({ cluster }) => (await boundsOf(cluster, topic)).map(({ end }) => end));
  }

  async at(topic: string, partition: number, offset: number): Promise<StoredRecord | undefined> {
    return this.#ask(topic, async ({ cluster }) => {
      const nodeId = Object.keys(cluster.findLeaderForPartitions(topic, [partition]))[0];
      if (nodeId === undefined) return undefined;
      const request = { nodeId, topic, from: [{ partition, offset }], waitMs: AT_ONCE_MS };
      const fetched = await fetchRecords(cluster, request).catch((failure: unknown) => {
        if (kindOf(failure) === 'OFFSET_OUT_OF_RANGE') return [];
        throw failure;
      });
      return fetched.flatMap(({ records }) => records).find((record) => record.offset === offset);
    });
  }

  async #ask<T>(
    topic: string,
    question: (connection: Awaited<ReturnType<typeof connectCluster>>) => Promise<T>,
  ): Promise<T> {
    const late = () => new LogError('LOG_UNAVAILABLE', `Kafka did not answer within ${DEADLINE_MS} ms.`, true);
    let isLate = false;
    const answerOnce = async () => {
      const connection = await connectCluster(kafkaClient(this.options, onceOnly), topic);
      try {
        return await question(connection);
      } finally {
        await connection.close();
      }
    };
    const answer = async (): Promise<T> => {
      for (;;) {
        try {
          return await answerOnce();
        } catch (failure) {
          if (isLate || !LEADERSHIP_MOVES.has(kindOf(failure) ?? '')) throw failure;
          await delay(ASK_AGAIN_MS);
        }
      }
    };
    try {
      return await withDeadline(answer(), DEADLINE_MS, late);
    } catch (failure) {
      throw toLogError(failure, true);
    } finally {
      isLate = true;
    }
  }
}
