import type { Database } from '#persistence';
import { Pulse } from './pulse.js';

export type News = 'records' | 'members';

export const channelOf = (topic: string): string => `log ${topic}`.slice(0, 63);

/**
 * Tells readers of new records: those of this process at once, those of others by NOTIFY, in a transaction of its own
 * and one at a time, as its commit takes a lock of the whole server. What comes meanwhile is told together. A notice
 * that gets lost costs the readers of other processes their poll interval.
 */
export class Announcer {
  readonly #pulses = new Map<string, Pulse>();
  readonly #unsaid = new Set<string>();
  #talking: Promise<void> | undefined;

  constructor(private readonly database: Database) {}

  /** Beats when a topic may have new records. */
  pulseOf(topic: string): Pulse {
    const known = this.#pulses.get(topic);
    if (known) return known;
    const pulse = new Pulse();
    this.#pulses.set(topic, pulse);
    return pulse;
  }

  recordsIn(topic: string): void {
    this.#pulses.get(topic)?.beat();
    this.#unsaid.add(topic);
    this.#talking ??= this.#talk().finally(() => {
      this.#talking = undefined;
    });
  }

  /** Resolves once nothing is left to tell. */
  async close(): Promise<void> {
    await this.#talking;
  }

  async #talk(): Promise<void> {
    for (let topic = this.#next(); topic !== undefined; topic = this.#next()) {
      await this.database.notify(channelOf(topic), 'records' satisfies News).catch(() => undefined);
    }
  }

  #next(): string | undefined {
    const [topic] = this.#unsaid;
    if (topic !== undefined) this.#unsaid.delete(topic);
    return topic;
  }
}
