import type { StoredRecord } from './port.js';

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

  /** Records of one partition, in offset order, without gaps. */
  give(topic: string, partition: number, records: readonly StoredRecord[]): void {
    for (const taker of this.#takers.get(`${topic}/${partition}`) ?? []) taker.offer(records);
  }
}
