import type { Log, LogBatch, LogReader, LogRecord, StoredRecord } from './port.js';

export const text = (record: LogRecord): string => Buffer.from(record.value).toString();

export const aRecord = (value: string, partition = 0, headers: Readonly<Record<string, string>> = {}): LogRecord => ({
  partition,
  key: 'k',
  headers,
  value: Buffer.from(value),
});

export const numbered = (count: number, partition = 0, prefix = 'r'): LogRecord[] =>
  Array.from({ length: count }, (_, i) => aRecord(`${prefix}${i}`, partition));

export type Reading = {
  readonly batches: LogBatch[];
  readonly records: StoredRecord[];
  /** Every set of partitions the reader was told it owns. */
  readonly assignments: (readonly number[])[];
  /** Positions are kept here, as an application keeps them: moved after each handled batch. */
  readonly positions: Map<number, number>;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

export type ReadingOptions = Partial<Pick<LogReader, 'group' | 'maxRecords' | 'onBatch' | 'position'>> & {
  readonly onRecord?: (record: StoredRecord) => void;
};

/** Reads a topic in the background and remembers what came. */
export function reading(log: Log, topic: string, options: ReadingOptions = {}): Reading {
  const stopped = new AbortController();
  const state = { batches: [] as LogBatch[], records: [] as StoredRecord[], assignments: [] as (readonly number[])[] };
  const positions = new Map<number, number>();
  const reader: LogReader = {
    group: options.group ?? `${topic}-readers`,
    position: options.position ?? (async (partition) => positions.get(partition) ?? 0),
    onBatch: async (batch, signal, upcoming) => {
      const next = await (options.onBatch ?? afterLast)(batch, signal, upcoming);
      state.batches.push(batch);
      state.records.push(...batch.records);
      positions.set(batch.partition, next);
      return next;
    },
    onAssignment: (partitions) => void state.assignments.push(partitions),
    ...(options.maxRecords !== undefined && { maxRecords: options.maxRecords }),
  };
  const ended = log.read(topic, reader, stopped.signal);
  ended.catch(() => undefined);
  return {
    ...state,
    positions,
    ended,
    stop: () => {
      stopped.abort();
      return ended;
    },
  };
}

export async function afterLast(batch: LogBatch): Promise<number> {
  return batch.records.at(-1)!.offset + 1;
}
