import { logLimits, sizeOf } from '../limits.js';
import { type Log, LogError, type LogReader, type LogRecord, type StoredRecord, type TopicSpec } from '../port.js';
import { checkTopic } from './check-topic.js';
import type { FaultPlan } from './faults.js';
import { FaultyWriter } from './faulty-writer.js';
import { readShared } from './read-shared.js';
import { MemoryStore } from './store.js';

export type MemoryLog = Log & {
  /** What goes wrong from now on; nothing without a plan. */
  inject(plan: FaultPlan | undefined): void;
  /** The records of a partition, for a test to look at. */
  records(topic: string, partition: number): readonly StoredRecord[];
  /** Pass it to another `openMemoryLog` for a second client of the same log. */
  readonly store: MemoryStore;
};

export type MemoryLogOptions = {
  readonly faults?: FaultPlan;
  /** Gives the records their time; the system's by default. */
  readonly clock?: { now(): number };
  readonly store?: MemoryStore;
};

/** A log in memory, for tests: as ordered and as shared as a real one, and as unreliable as asked for. */
export function openMemoryLog(options: MemoryLogOptions = {}): MemoryLog {
  const store = options.store ?? new MemoryStore();
  const clock = options.clock ?? { now: () => Date.now() };
  const writer = new FaultyWriter(store, () => clock.now(), options.faults);
  const closed = new AbortController();
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    const settled = work.catch(() => undefined).finally(() => running.delete(settled));
    running.add(settled);
    return work;
  };

  return {
    store,
    inject: (plan) => writer.follow(plan),
    records: (topic, partition) => store.partitions(topic)[partition] ?? [],
    create: async (topic, spec: TopicSpec) => store.create(topic, spec),
    verify: async (topic, spec) => ({ logId: store.id, problems: checkTopic(topic, store.specOf(topic), spec) }),
    append: async (topic, records) => {
      if (closed.signal.aborted) throw new LogError('LOG_CLOSED', 'The log is closed.', true);
      refuseLarge(records);
      await track(writer.append(topic, records));
    },
    read: (topic, reader: LogReader, signal) =>
      track(readShared(store, topic, reader, AbortSignal.any([signal, closed.signal]))),
    ends: async (topic) => store.partitions(topic).map((records) => records.length),
    at: async (topic, partition, offset) => store.partitions(topic)[partition]?.[offset],
    close: async () => {
      closed.abort();
      writer.flush();
      await Promise.all(running);
    },
  };
}

function refuseLarge(records: readonly LogRecord[]): void {
  const bytes = Math.max(0, ...records.map(sizeOf));
  if (bytes <= logLimits.recordBytes) return;
  const message = `A record of ${bytes} bytes is larger than the ${logLimits.recordBytes} the log takes.`;
  throw new LogError('LOG_RECORD_TOO_LARGE', message, true);
}
