import type { Consumer, Kafka } from 'kafkajs';
import { withDeadline } from '#runtime';
import { unlessAborted } from './unless-aborted.js';

/**
 * Whoever waits for a dead reader's partitions waits this long: the least that a broker takes unless told otherwise. A
 * living reader that is taken for dead loses nothing but time.
 */
const SESSION_MS = 6_000;
const HEARTBEAT_MS = 500;
const REBALANCE_MS = 20_000;
const CONSUMER_TURN_MS = 100;
const LEAVE_MS = 2_000;

export type Membership = {
  readonly kafka: Kafka;
  readonly topic: string;
  readonly group: string;
  /** These partitions are owned from now on, and no others. */
  readonly onOwned: (partitions: readonly number[]) => void;
  /** None is owned for sure any more; `onOwned` follows unless the membership ends. */
  readonly onUnsure: () => void;
  /** Offsets to store with the group, for tools that show how far it is. */
  readonly handled: () => ReadonlyMap<number, number>;
  /** Awaited before the group is left, so that nobody takes over what still runs. */
  readonly beforeLeaving: () => Promise<void>;
};

const COMMIT_MS = 5_000;
/** Longer than a session, for a broker that restarts: who begins anew waits there for the end of its old session. */
const SILENCE_MS = 30_000;

/**
 * Is a member of a consumer group until the signal aborts, the membership fails, or shows no sign of life for 30 s.
 * kafkajs' consumer does this alone: its fetching stays paused, since it cannot start where the reader says, waits for
 * the slowest partition, and jumps when an offset is out of range.
 */
export async function holdMembership(membership: Membership, signal: AbortSignal): Promise<void> {
  const { kafka, topic, group } = membership;
  const over = new AbortController();
  const life = { lastSign: performance.now() };
  const consumer = kafka.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: REBALANCE_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: CONSUMER_TURN_MS,
    // Long enough for a broker to restart: a member that comes back under its old id makes nobody wait.
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20, restartOnFailure: async () => false },
  });
  const failures: Error[] = [];
  observe(consumer, membership, life, (failure) => {
    failures.push(failure);
    over.abort();
  });
  const timers = [
    setInterval(() => performance.now() - life.lastSign > SILENCE_MS && over.abort(), 1_000),
    setInterval(() => commit(consumer, membership), COMMIT_MS),
  ];
  const either = AbortSignal.any([signal, over.signal]);
  const started = start(consumer, topic);
  try {
    await unlessAborted(started, either);
    await new Promise<void>((resolve) => {
      if (either.aborted) return resolve();
      either.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    timers.forEach(clearInterval);
    await membership.beforeLeaving();
    await leave(consumer, started);
  }
  if (failures[0]) throw failures[0];
}

function observe(
  consumer: Consumer,
  { topic, onOwned, onUnsure }: Membership,
  life: { lastSign: number },
  onFailure: (failure: Error) => void,
): void {
  const alive = () => {
    life.lastSign = performance.now();
  };
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    alive();
    // Still within the join: kafkajs starts to fetch only afterwards.
    consumer.pause([{ topic }]);
    onOwned([...(payload.memberAssignment[topic] ?? [])].sort((a, b) => a - b));
  });
  consumer.on(consumer.events.HEARTBEAT, alive);
  consumer.on(consumer.events.REBALANCING, onUnsure);
  consumer.on(consumer.events.CRASH, ({ payload }) => onFailure(payload.error));
}

async function start(consumer: Consumer, topic: string): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
}

function commit(consumer: Consumer, { topic, handled }: Membership): void {
  const offsets = [...handled()].map(([partition, offset]) => ({ topic, partition, offset: String(offset) }));
  if (offsets.length > 0) consumer.commitOffsets(offsets).catch(() => undefined);
}

async function leave(consumer: Consumer, started: Promise<void>): Promise<void> {
  const left = started.catch(() => undefined).then(() => consumer.disconnect());
  await withDeadline(left, LEAVE_MS, () => new Error('The group was not left in time.')).catch(() => undefined);
}
