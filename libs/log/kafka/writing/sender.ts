import type { Kafka, Message, Producer } from 'kafkajs';
import { withDeadline } from '#runtime';
import { LogError, type LogRecord } from '../../port.js';
import { toLogError } from '../failure.js';

const CONNECT_MS = 10_000;
const SEND_MS = 15_000;
const BROKER_MS = 5_000;
const ALL_IN_SYNC = -1;

/**
 * Sends records of one topic with a producer that is not idempotent: kafkajs' idempotent one may acknowledge records
 * it never wrote when sends run side by side. So a retried send may write twice; readers tell duplicates apart.
 */
export class Sender {
  #connected: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
  ) {}

  /** @throws {LogError} definite when nothing was sent */
  async send(records: readonly LogRecord[]): Promise<void> {
    const producer = await this.#connect();
    try {
      const sent = producer.send({
        topic: this.topic,
        acks: ALL_IN_SYNC,
        timeout: BROKER_MS,
        messages: records.map(toMessage),
      });
      const answers = await withDeadline(sent, SEND_MS, () => unanswered(SEND_MS, false));
      this.#refuseUnsent(records, new Set(answers.map(({ partition }) => partition)));
    } catch (failure) {
      const error = toLogError(failure, false);
      // A send cannot be called off, and a producer in trouble may keep others waiting: the next send gets a new one.
      if (error.code === 'LOG_UNAVAILABLE') this.#discard();
      throw error;
    }
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = undefined;
    await connected?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  /** kafkajs drops records for partitions it does not know without a word. */
  #refuseUnsent(records: readonly LogRecord[], answered: ReadonlySet<number>): void {
    const unsent = records.find(({ partition }) => !answered.has(partition));
    if (!unsent) return;
    throw new LogError('LOG_UNAVAILABLE', `Topic ${this.topic} has no partition ${unsent.partition}.`, false);
  }

  #connect(): Promise<Producer> {
    this.#connected ??= this.#open().catch((failure: unknown) => {
      this.#connected = undefined;
      throw toLogError(failure, true);
    });
    return this.#connected;
  }

  async #open(): Promise<Producer> {
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
      return producer;
    } catch (failure) {
      producer.disconnect().catch(() => undefined);
      throw failure;
    }
  }

  #discard(): void {
    this.close().catch(() => undefined);
  }
}

function toMessage({ partition, key, headers, value }: LogRecord): Message {
  return {
    partition,
    key,
    headers: { ...headers },
    value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  };
}

function unanswered(ms: number, definite: boolean): LogError {
  return new LogError('LOG_UNAVAILABLE', `Kafka did not answer within ${ms} ms.`, definite);
}
