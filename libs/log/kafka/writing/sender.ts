import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { withDeadline } from '#runtime';
import type { Handover } from '../../handover.js';
import { LogError, type LogRecord } from '../../port.js';
import { toLogError } from '../failure.js';

const CONNECT_MS = 10_000;
const SEND_MS = 15_000;
const BROKER_MS = 5_000;
const ALL_IN_SYNC = -1;

/** A connected producer, with the number of sends it has not answered yet. */
type InUse = { readonly producer: Producer; sends: number };

/**
 * Sends records of one topic with a producer that is not idempotent: kafkajs' idempotent one may acknowledge records
 * it never wrote when sends run side by side. So a retried send may write twice; readers tell duplicates apart.
 */
export class Sender {
  #connected: Promise<InUse> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    private readonly handover: Handover,
  ) {}

  /** @throws {LogError} definite when nothing was sent */
  async send(records: readonly LogRecord[]): Promise<void> {
    const connected = this.#connect();
    const inUse = await connected;
    try {
      const sent = this.#sendWith(inUse, records, () => this.#connected === connected);
      await withDeadline(sent, SEND_MS, () => unanswered(SEND_MS, false));
    } catch (failure) {
      const error = toLogError(failure, false);
      // A send cannot be called off, and a producer in trouble may keep others waiting: the next send gets a new one.
      if (error.code === 'LOG_UNAVAILABLE' && this.#connected === connected) this.#connected = undefined;
      throw error;
    } finally {
      if (this.#connected !== connected) disconnectUnused(inUse);
    }
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = undefined;
    await connected?.then(({ producer }) => producer.disconnect()).catch(() => undefined);
  }

  async #sendWith(inUse: InUse, records: readonly LogRecord[], isCurrent: () => boolean): Promise<void> {
    inUse.sends += 1;
    const sentAt = Date.now();
    try {
      const answers = await inUse.producer.send({
        topic: this.topic,
        acks: ALL_IN_SYNC,
        timeout: BROKER_MS,
        messages: records.map((record) => toMessage(record, sentAt)),
      });
      this.#refuseUnsent(records, new Set(answers.map(({ partition }) => partition)));
      for (const answer of answers) this.#handOver(records, sentAt, answer);
    } finally {
      inUse.sends -= 1;
      if (!isCurrent()) disconnectUnused(inUse);
    }
  }

  /** kafkajs drops records for partitions it does not know without a word. */
  #refuseUnsent(records: readonly LogRecord[], answered: ReadonlySet<number>): void {
    const unsent = records.find(({ partition }) => !answered.has(partition));
    if (!unsent) return;
    throw new LogError('LOG_UNAVAILABLE', `Topic ${this.topic} has no partition ${unsent.partition}.`, false);
  }

  /** A broker that does not say where the records are leaves them to be fetched. */
  #handOver(records: readonly LogRecord[], sentAt: number, answer: RecordMetadata): void {
    const { partition, baseOffset = '-1', logAppendTime = '-1' } = answer;
    const first = Number(baseOffset);
    if (first < 0) return;
    const timestamp = logAppendTime === '-1' ? sentAt : Number(logAppendTime);
    const own = records.filter((record) => record.partition === partition);
    this.handover.give(this.topic, partition, own, first, timestamp);
  }

  #connect(): Promise<InUse> {
    this.#connected ??= this.#open().catch((failure: unknown) => {
      this.#connected = undefined;
      throw toLogError(failure, true);
    });
    return this.#connected;
  }

  async #open(): Promise<InUse> {
    const producer = this.kafka.producer({
      idempotent: false,
      allowAutoTopicCreation: false,
      retry: { retries: 3 },
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition!,
    });
    try {
      await withDeadline(producer.connect(), CONNECT_MS, () => unanswered(CONNECT_MS, true));
      return { producer, sends: 0 };
    } catch (failure) {
      producer.disconnect().catch(() => undefined);
      throw failure;
    }
  }
}

function disconnectUnused({ producer, sends }: InUse): void {
  if (sends === 0) producer.disconnect().catch(() => undefined);
}

function toMessage({ partition, key, headers, value }: LogRecord, sentAt: number): Message {
  return {
    partition,
    timestamp: String(sentAt),
    key,
    headers: { ...headers },
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  };
}

function unanswered(ms: number, definite: boolean): LogError {
  return new LogError('LOG_UNAVAILABLE', `Kafka did not answer within ${ms} ms.`, definite);
}
