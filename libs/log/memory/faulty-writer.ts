import { Bell } from '../bell.js';
import { LogError, type LogRecord } from '../port.js';
import type { FaultPlan } from './faults.js';
import type { MemoryStore } from './store.js';

/** Writes appends to a store, with the faults of a plan. */
export class FaultyWriter {
  /** By topic. */
  readonly #appended = new Map<string, Bell>();
  readonly #flushing = new AbortController();
  #plan: FaultPlan;
  #count = 0;

  constructor(
    private readonly store: MemoryStore,
    private readonly now: () => number,
    plan: FaultPlan = () => undefined,
  ) {
    this.#plan = plan;
  }

  follow(plan: FaultPlan | undefined): void {
    this.#plan = plan ?? (() => undefined);
    this.#count = 0;
  }

  async append(topic: string, records: readonly LogRecord[]): Promise<void> {
    this.store.partitions(topic);
    const write = () => this.store.write(topic, records, this.now());
    const fault = this.#plan({ number: this.#count++, topic, records });
    switch (fault?.kind) {
      case 'ack-without-write':
        break;
      case 'refused':
        throw new LogError('LOG_UNAVAILABLE', 'The log refused the records.', true);
      case 'late':
        await this.#wait(fault.ms);
        write();
        break;
      case 'overtaken':
        await this.#wait(fault.ms, this.#bellOf(topic));
        write();
        break;
      case 'duplicate':
        write();
        write();
        break;
      case 'write-without-ack':
        write();
        throw new LogError('LOG_UNAVAILABLE', 'The log did not acknowledge the records.', false);
      case undefined:
        write();
        break;
    }
    this.#bellOf(topic).ring();
  }

  #bellOf(topic: string): Bell {
    const bell = this.#appended.get(topic) ?? new Bell();
    this.#appended.set(topic, bell);
    return bell;
  }

  /** Writes at once whatever is held back. */
  flush(): void {
    this.#flushing.abort();
  }

  async #wait(ms: number, bell: Bell = new Bell()): Promise<void> {
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(), ms);
    await bell.next(AbortSignal.any([over.signal, this.#flushing.signal]));
    clearTimeout(timer);
  }
}
