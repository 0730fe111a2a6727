import { delay, fullJitter, type Logger } from '#runtime';
import type { Handover } from '../../handover.js';
import type { LogReader } from '../../port.js';
import { kafkaClient, onceOnly, patiently } from '../client.js';
import type { KafkaLogOptions } from '../options.js';
import { holdMembership } from './membership.js';
import { Tenure } from './tenure.js';

const RETRY_BASE_MS = 200;
const RETRY_CAP_MS = 5_000;
const SETTLED_AFTER_MS = 30_000;

/** Reads the partitions the group gives to this reader, until the signal aborts; whatever fails is begun anew. */
export async function readGroup(
  options: KafkaLogOptions,
  handover: Handover,
  topic: string,
  reader: LogReader,
  signal: AbortSignal,
): Promise<void> {
  const logger = options.logger;
  const tenures = new Tenures(options, handover, topic, reader, logger);
  for (let attempt = 0; !signal.aborted; attempt++) {
    const begin = performance.now();
    try {
      const membership = {
        kafka: kafkaClient(options, patiently),
        topic,
        group: reader.group,
        onOwned: (partitions: readonly number[]) => tenures.begin(partitions),
        onUnsure: () => tenures.endSoon(),
        handled: () => tenures.handled(),
        beforeLeaving: () => tenures.end(),
      };
      await holdMembership(membership, signal);
    } catch (failure) {
      logger?.warn({ err: failure, topic, group: reader.group }, 'log group membership failed');
    }
    if (performance.now() - begin > SETTLED_AFTER_MS) attempt = 0;
    if (!signal.aborted) tenures.tell([]);
    await delay(RETRY_BASE_MS + fullJitter(attempt, RETRY_BASE_MS, RETRY_CAP_MS), signal);
  }
}

/** One tenure after the other: a new one begins when all handlers of the one before have ended. */
class Tenures {
  #current: Tenure | undefined;
  #ending: Promise<void> = Promise.resolve();
  #next = 0;
  #told = '[]';

  constructor(
    private readonly options: KafkaLogOptions,
    private readonly handover: Handover,
    private readonly topic: string,
    private readonly reader: LogReader,
    private readonly logger: Logger | undefined,
  ) {}

  begin(partitions: readonly number[]): void {
    this.endSoon();
    const mine = this.#next;
    this.tell(partitions);
    this.#ending = this.#ending.then(() => {
      if (mine !== this.#next) return;
      const kafka = kafkaClient(this.options, onceOnly);
      this.#current = new Tenure(partitions, kafka, this.topic, this.reader, this.logger, this.handover);
    });
  }

  endSoon(): void {
    this.#next += 1;
    this.#ending = Promise.all([this.#ending, this.#current?.end()]).then(() => undefined);
    this.#current = undefined;
  }

  end(): Promise<void> {
    this.endSoon();
    return this.#ending;
  }

  handled(): ReadonlyMap<number, number> {
    const lanes = this.#current?.lanes ?? [];
    return new Map(lanes.flatMap(({ partition, handled }) => (handled === undefined ? [] : [[partition, handled]])));
  }

  tell(partitions: readonly number[]): void {
    const told = JSON.stringify(partitions);
    if (told === this.#told) return;
    this.#told = told;
    this.reader.onAssignment?.(partitions);
  }
}
