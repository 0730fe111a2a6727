import type { Kafka } from 'kafkajs';
import { delay, fullJitter, type Logger } from '#runtime';
import { Bell } from '../../bell.js';
import type { Handover } from '../../handover.js';
import { LogError, type LogReader } from '../../port.js';
import { type ClusterConnection, connectCluster } from '../cluster-connection.js';
import { fetchFromLeader } from './fetch-loop.js';
import { Lane } from './lane.js';
import { unlessAborted } from './unless-aborted.js';

const RETRY_BASE_MS = 50;
const RETRY_CAP_MS = 2_000;

/** A time in which this reader owns a set of partitions, from one rebalance of its group to the next. */
export class Tenure {
  readonly lanes: readonly Lane[];
  readonly #over = new AbortController();
  readonly #room = new Bell();
  readonly #ended: Promise<unknown>;
  readonly #leave: readonly (() => void)[];

  constructor(
    partitions: readonly number[],
    private readonly kafka: Kafka,
    private readonly topic: string,
    reader: LogReader,
    private readonly logger: Logger | undefined,
    handover: Handover,
  ) {
    this.lanes = partitions.map((partition) => new Lane(partition, reader, this.#room, logger));
    this.#leave = this.lanes.map((lane) => handover.take(topic, lane.partition, lane));
    const work = this.lanes.length > 0 ? [this.#fetch(), ...this.lanes.map((lane) => lane.run(this.#over.signal))] : [];
    this.#ended = Promise.all(work);
  }

  /** Hands out nothing more and resolves once the running handlers have ended. */
  async end(): Promise<void> {
    for (const leave of this.#leave) leave();
    this.#over.abort();
    await this.#ended;
  }

  async #fetch(): Promise<void> {
    const { signal } = this.#over;
    const retries = { count: 0 };
    while (!signal.aborted) {
      try {
        await this.#fetchWhileItWorks(signal, () => {
          retries.count = 0;
        });
      } catch (failure) {
        this.logger?.warn({ err: failure, topic: this.topic }, 'log fetch failed');
      }
      await delay(RETRY_BASE_MS + fullJitter(retries.count++, RETRY_BASE_MS, RETRY_CAP_MS), signal);
    }
  }

  /** Connections and knowledge of leaders are used until the first failure, then made anew. */
  async #fetchWhileItWorks(signal: AbortSignal, onAnswer: () => void): Promise<void> {
    const connecting = connectCluster(this.kafka, this.topic);
    const connection = await unlessAborted(connecting, signal);
    if (!connection) {
      closeInBackground(connecting);
      return;
    }
    const round = new AbortController();
    const stop = AbortSignal.any([signal, round.signal]);
    try {
      const { cluster } = connection;
      const loops = this.#byLeader(connection).map(([nodeId, lanes]) =>
        fetchFromLeader(
          { cluster, nodeId, lanes, topic: this.topic, room: this.#room, logger: this.logger, onAnswer },
          stop,
        ).finally(() => round.abort()),
      );
      await Promise.all(loops);
    } finally {
      round.abort();
      closeInBackground(Promise.resolve(connection));
    }
  }

  #byLeader({ cluster }: ClusterConnection): readonly (readonly [string, readonly Lane[]])[] {
    const partitions = this.lanes.map(({ partition }) => partition);
    const leaders = Object.entries(cluster.findLeaderForPartitions(this.topic, partitions));
    const led = new Set(leaders.flatMap(([, of]) => of));
    const without = partitions.find((partition) => !led.has(partition));
    if (without !== undefined) {
      throw new LogError('LOG_UNAVAILABLE', `Partition ${without} of ${this.topic} has no leader.`, true);
    }
    return leaders.map(([nodeId, of]) => [nodeId, this.lanes.filter(({ partition }) => of.includes(partition))]);
  }
}

function closeInBackground(connecting: Promise<ClusterConnection>): void {
  connecting.then((connection) => connection.close()).catch(() => undefined);
}
