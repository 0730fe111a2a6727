import type { LogRecord, StoredRecord } from './port.js';

export type TakesRecords = { offer(records: readonly StoredRecord[]): void };

/**
 * What this process appends, handed to its own readers of the topic without a way through the log. Only after the
 * append has been acknowledged: what is handed over is on the log.
 */
export class Handover {
  readonly #takers = new Map<string, Set<TakesRecords>>();

  /** @returns ends it */
  take(topic: string, partition: number, taker: TakesRecords): () => void {
    const place = `${topic}/${partition}`;
    const takers = this.#takers.get(place) ?? new Set();
    this.#takers.set(place, takers.add(taker));
    return () => {
      takers.delete(taker);
      if (takers.size === 0) this.#takers.delete(place);
    };
  }

  /** Records of one partition as they were appended, contiguously from offset `first` on, at the log's time in ms. */
  give(topic: string, partition: number, records: readonly LogRecord[], first: number, timestamp: number): void {
    const takers = this.#takers.get(`${topic}/${partition}`);
    if (!takers) return;
    const stored = records.map((record, place): StoredRecord => ({ ...record, offset: first + place, timestamp }));
    for (const taker of takers) taker.offer(stored);
  }
}
