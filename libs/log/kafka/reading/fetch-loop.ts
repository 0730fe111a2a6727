import type { Cluster, KafkaJSOffsetOutOfRange } from 'kafkajs';
import type { Logger } from '#runtime';
import type { Bell } from '../../bell.js';
import { kindOf } from '../failure.js';
import { type Fetched, fetchRecords } from '../fetch-records.js';
import { boundsOf } from '../offsets.js';
import { FetchStall } from './fetch-stall.js';
import { FED_MS, type Lane, type Wanted } from './lane.js';
import { unlessAborted } from './unless-aborted.js';

/** With every lane waiting for records the broker holds the request until there are some. */
const LONG_WAIT_MS = 500;
/** With a lane left out, because it is full or has no position yet, it must soon get its turn; a fed one has time. */
const SHORT_WAIT_MS = 10;
const PAST_THE_END_MS = 500;
const STALLED_AFTER_MS = 30_000;

type Turn = { readonly lane: Lane; readonly wanted: Wanted };

export type FetchLoop = {
  readonly cluster: Cluster;
  readonly nodeId: string;
  readonly topic: string;
  readonly lanes: readonly Lane[];
  /** Rings when a lane wants records it did not want before. */
  readonly room: Bell;
  readonly logger: Logger | undefined;
  /** Called after each answer of the broker. */
  readonly onAnswer: () => void;
};

/**
 * Fetches from one broker for the lanes of the partitions it leads, until the signal aborts: one request after the
 * other, each for all lanes with room. Handlers run meanwhile.
 *
 * @throws when the broker fails or no longer leads; also when it gives nothing for 30 s though there is something.
 */
export async function fetchFromLeader(loop: FetchLoop, signal: AbortSignal): Promise<void> {
  const pastTheEnd = new Map<Lane, number>();
  const progress = new Map<Lane, number>();
  while (!signal.aborted) {
    const turns = loop.lanes.flatMap((lane): Turn[] => {
      const isHeldBack = performance.now() < (pastTheEnd.get(lane) ?? 0);
      if (lane.isFed) progress.delete(lane);
      return lane.wanted && !isHeldBack && !lane.isFed ? [{ lane, wanted: lane.wanted }] : [];
    });
    if (turns.length === 0) {
      const restMs = loop.lanes.some((lane) => lane.isFed) ? FED_MS : PAST_THE_END_MS;
      await loop.room.next(AbortSignal.any([signal, AbortSignal.timeout(restMs)]));
      continue;
    }
    try {
      const fetched = await unlessAborted(fetchTurns(loop, turns), signal);
      if (!fetched) return;
      loop.onAnswer();
      handOut(turns, fetched, progress);
    } catch (failure) {
      const outOfRange = rangeFailure(failure);
      const turn = turns.find(({ lane }) => lane.partition === outOfRange?.partition);
      if (!turn) throw failure;
      if (!(await placeInRange(loop, turn))) pastTheEnd.set(turn.lane, performance.now() + PAST_THE_END_MS);
    }
  }
}

function fetchTurns({ cluster, nodeId, topic, lanes }: FetchLoop, turns: readonly Turn[]): Promise<readonly Fetched[]> {
  const from = turns.map(({ lane, wanted }) => ({ partition: lane.partition, offset: wanted.offset }));
  const fed = lanes.filter((lane) => lane.isFed).length;
  const othersMs = turns.length + fed === lanes.length ? LONG_WAIT_MS : SHORT_WAIT_MS;
  const waitMs = fed > 0 ? Math.min(FED_MS, othersMs) : othersMs;
  return fetchRecords(cluster, { nodeId, topic, from, waitMs });
}

function handOut(turns: readonly Turn[], fetched: readonly Fetched[], progress: Map<Lane, number>): void {
  for (const answer of fetched) {
    const turn = turns.find(({ lane }) => lane.partition === answer.partition);
    if (!turn) continue;
    const { lane, wanted } = turn;
    const moves = answer.next > wanted.offset || answer.end <= wanted.offset;
    const movedAt = moves ? performance.now() : (progress.get(lane) ?? performance.now());
    progress.set(lane, movedAt);
    if (performance.now() - movedAt > STALLED_AFTER_MS) throw new FetchStall(lane.partition, wanted.offset, answer.end);
    lane.accept(answer, wanted.version);
  }
}

function rangeFailure(failure: unknown): KafkaJSOffsetOutOfRange | undefined {
  return kindOf(failure) === 'OFFSET_OUT_OF_RANGE' ? (failure as KafkaJSOffsetOutOfRange) : undefined;
}

/**
 * Kafka has no record at the offset. Records that were deleted are skipped. Past the end the lane waits for the end
 * to come: a jump back would hand records over twice that the reader says it has.
 */
async function placeInRange({ cluster, topic, logger }: FetchLoop, { lane, wanted }: Turn): Promise<boolean> {
  const bounds = (await boundsOf(cluster, topic))[lane.partition];
  const fields = { topic, partition: lane.partition, offset: wanted.offset, ...bounds };
  if (bounds && wanted.offset < bounds.start) {
    logger?.error(fields, 'log records are gone');
    lane.skipTo(bounds.start, wanted.version);
    return true;
  }
  logger?.warn(fields, 'log position is past the end');
  return false;
}
