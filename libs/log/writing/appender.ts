import { Bell } from '../bell.js';
import { logLimits, sizeOf } from '../limits.js';
import { LogError, type LogRecord } from '../port.js';
import { AppendQueue, cutForSending, type Waiting } from './append-queue.js';

/** What writes one batch of one topic. Rejects with a `LogError`, definite when nothing was written. */
export type BatchSender = { send(records: readonly LogRecord[]): Promise<void>; close(): Promise<void> };

const SENDS_IN_FLIGHT = 4;
const LINGER_MS = 1;
const MAX_WAIT_MS = 15_000;

/**
 * Gathers concurrent appends to one topic into few sends.
 *
 *   idle:      the first append goes out at the end of the event loop's turn, with all others of that turn;
 *   1..3 out:  further ones gather for 1 ms, or until 500 records wait;
 *   4 out:     they gather until one of the four is answered.
 */
export class Appender {
  readonly #queue = new AppendQueue();
  /** Rings when nothing waits and nothing is on its way. */
  readonly #idle = new Bell();
  #inFlight = 0;
  #scheduled: 'no' | 'turn' | 'linger' = 'no';

  constructor(private readonly sender: BatchSender) {}

  /** @throws {LogError} */
  async append(records: readonly LogRecord[]): Promise<void> {
    refuseLarge(records);
    for (const part of cutForSending(records)) await this.#enqueue(part);
  }

  /** Resolves once everything appended so far is settled, then disconnects. */
  async close(): Promise<void> {
    if (this.#inFlight > 0 || this.#queue.records > 0) await this.#idle.next(new AbortController().signal);
    await this.sender.close();
  }

  #enqueue(records: readonly LogRecord[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (failure?: LogError) => (failure ? reject(failure) : resolve());
      this.#queue.put({ records, since: performance.now(), settle });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#inFlight >= SENDS_IN_FLIGHT || this.#scheduled !== 'no') return;
    const sendSoon = () => {
      this.#scheduled = 'no';
      this.#sendWaiting();
    };
    if (this.#inFlight === 0 || this.#queue.records >= logLimits.batchRecords) {
      this.#scheduled = 'turn';
      setImmediate(sendSoon);
    } else {
      this.#scheduled = 'linger';
      setTimeout(sendSoon, LINGER_MS);
    }
  }

  #sendWaiting(): void {
    const batch = this.#queue.take().filter((waiting) => !this.#refuseStale(waiting));
    if (batch.length === 0) {
      this.#settled();
      return;
    }
    this.#inFlight += 1;
    this.#send(batch)
      .catch((failure: unknown) => {
        for (const waiting of batch) waiting.settle(asLogError(failure));
      })
      .finally(() => {
        this.#inFlight -= 1;
        this.#settled();
      });
    if (this.#queue.records > 0) this.#schedule();
  }

  /** A send refused as too large is repeated call by call, to find the one that is. */
  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.sender.send(batch.flatMap(({ records }) => records));
      for (const { settle } of batch) settle();
    } catch (failure) {
      const error = asLogError(failure);
      if (error.code === 'LOG_RECORD_TOO_LARGE' && batch.length > 1) {
        for (const waiting of batch) await this.#send([waiting]);
      } else {
        for (const { settle } of batch) settle(error);
      }
    }
  }

  #refuseStale({ since, settle }: Waiting): boolean {
    if (performance.now() - since <= MAX_WAIT_MS) return false;
    settle(new LogError('LOG_UNAVAILABLE', `The log took nothing for ${MAX_WAIT_MS} ms.`, true));
    return true;
  }

  #settled(): void {
    if (this.#queue.records > 0) this.#schedule();
    else if (this.#inFlight === 0) this.#idle.ring();
  }
}

function refuseLarge(records: readonly LogRecord[]): void {
  const bytes = Math.max(0, ...records.map(sizeOf));
  if (bytes <= logLimits.recordBytes) return;
  const message = `A record of ${bytes} bytes is larger than the ${logLimits.recordBytes} the log takes.`;
  throw new LogError('LOG_RECORD_TOO_LARGE', message, true);
}

function asLogError(failure: unknown): LogError {
  if (failure instanceof LogError) return failure;
  return new LogError('LOG_UNAVAILABLE', 'The records may not have been written.', false, { cause: failure });
}
