export type RecordHeaders = Readonly<Record<string, string>>;

/** A record to append. `partition` is explicit always: no client's partitioner decides about order. */
export type LogRecord = {
  readonly partition: number;
  readonly key: string;
  readonly headers: RecordHeaders;
  readonly value: Uint8Array;
};

/** A record as read. `timestamp` is the log's own time of append, in ms. */
export type StoredRecord = LogRecord & { readonly offset: number; readonly timestamp: number };

/** Records of one partition in offset order, without gaps, at most 500 and at most about 1 MB. */
export type LogBatch = { readonly partition: number; readonly records: readonly [StoredRecord, ...StoredRecord[]] };

/**
 * The batch that comes next, as far as its records are at hand, for a reader that begins with it while the one before
 * is under way. That very array is handed to `onBatch` next, unless the batch before asks for another offset.
 */
export type Upcoming = () => LogBatch['records'] | undefined;

export interface LogReader {
  /** Readers of one group share the partitions among them. */
  readonly group: string;
  /** Where to start in a partition, asked at every assignment: the reader's own stored position, not the log's. */
  position(partition: number): Promise<number>;
  /**
   * Handles a batch and gives the next offset wanted, normally that after the last record. A smaller or larger one
   * makes the adapter seek. A rejection is retried with back-off from `position`.
   */
  onBatch(batch: LogBatch, signal: AbortSignal, upcoming?: Upcoming): Promise<number>;
  /** Told each time the set of owned partitions changes; never awaited. */
  onAssignment?(partitions: readonly number[]): void;
  /** Records per batch, 1 to 500. Default 500. */
  readonly maxRecords?: number;
}

export type TopicSpec = {
  readonly partitions: number;
  /** `append`: the log sets the record's time (journal). `producer`: the writer does (lifecycle). */
  readonly time: 'append' | 'producer';
  /** Milliseconds; `'forever'` for the journal. */
  readonly retention: number | 'forever';
};

/** What a topic is, compared with what it must be. `logId` is the cluster's id, or the database's. */
export type TopicCheck = {
  readonly logId: string;
  /** Empty when the topic is as it must be; otherwise one sentence each, naming setting, value found, value needed. */
  readonly problems: readonly string[];
};

export type LogErrorCode =
  | 'LOG_RECORD_TOO_LARGE'
  | 'LOG_QUEUE_FULL'
  | 'LOG_UNAVAILABLE'
  | 'LOG_NOT_AUTHORISED'
  | 'LOG_TOPIC_MISSING'
  | 'LOG_CLOSED';

/** `definite`: the record is certainly not on the log and never will be. Otherwise it may still appear. */
export class LogError extends Error {
  override readonly name = 'LogError';
  constructor(
    readonly code: LogErrorCode,
    message: string,
    readonly definite: boolean,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** An ordered, partitioned, durable log. Adapters: `#log/kafka`, `#log/postgres`, `#log/memory`; one contract test. */
export interface Log {
  /** Creates the topic when it is missing. Never changes an existing one. */
  create(topic: string, spec: TopicSpec): Promise<void>;
  verify(topic: string, spec: TopicSpec): Promise<TopicCheck>;
  /**
   * Resolves once all records are durable. Records of one call and one partition keep their order, contiguously;
   * calls in flight at the same time are in no particular order. Batches behind the scenes (linger about 1 ms).
   * @throws {LogError}
   */
  append(topic: string, records: readonly LogRecord[]): Promise<void>;
  /** Reads until `signal` aborts, then resolves, promptly, once the running `onBatch` has ended. */
  read(topic: string, reader: LogReader, signal: AbortSignal): Promise<void>;
  /** The offset after the last record, per partition. */
  ends(topic: string): Promise<readonly number[]>;
  /** The stored record at an offset, or nothing when it is not there (truncated, never written). */
  at(topic: string, partition: number, offset: number): Promise<StoredRecord | undefined>;
  /** Flushes what is queued, then ends all connections. */
  close(): Promise<void>;
}
