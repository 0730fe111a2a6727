import { randomBytes } from 'node:crypto';
import { delay } from '#runtime';
import type { Queryable, Statement } from './database.js';

type OnMessage = (payload: string) => void;
type Unsent = { readonly channels: string[]; readonly payloads: string[] };

/**
 * $1 channels, $2 payloads. A transaction of its own, as its commit takes a lock of the whole server; and it need not be
 * on disk before it counts: a notification does not outlive the server anyway.
 */
const notifyAll: Statement = {
  name: 'persistence_notify',
  text: `
    select set_config('synchronous_commit', 'off', true), pg_notify(n.channel, n.payload)
    from unnest($1::text[], $2::text[]) as n (channel, payload)`,
};

/** What is heard here at once need not be with others as fast: each statement wakes a server process and every listener. */
const GATHER_MS = 25;

/*
 * What one process tells about itself and others.
 *
 *   notify ──► listeners of this process, at once
 *         └──► all others by NOTIFY, one statement at a time; what comes meanwhile goes out together, once each. Of
 *              channels that somebody listens to here, no more often than every 25 ms
 *
 * On the wire a payload is "<sender> <payload>", so that the sender knows its own notifications when the server brings
 * them back, and drops them. One without a sender, sent by plain `pg_notify`, is taken as it is.
 */
export class Notifier {
  readonly #sender = `@${randomBytes(6).toString('hex')} `;
  readonly #listeners = new Map<string, Set<OnMessage>>();
  #unsent = new Map<string, { readonly channel: string; readonly payload: string }>();
  #next: Promise<void> | undefined;
  #sending: Promise<void> | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #hurry = new AbortController();
  #isClosed = false;

  constructor(private readonly database: Queryable) {}

  /** Resolves once this one, and those that went with it, are with the server. */
  notify(channel: string, payload: string): Promise<void> {
    const listeners = this.#listeners.get(channel);
    for (const listener of listeners ?? []) listener(payload);
    this.#unsent.set(`${channel}\0${payload}`, { channel, payload });
    this.#next ??= this.#round();
    if (!listeners) this.#hurry.abort();
    return this.#next;
  }

  /** Takes part in what this process says, until the returned function is called. */
  join(channel: string, listener: OnMessage): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(channel);
    };
  }

  /** A payload as it came from the server, without its sender; nothing when this process was told already. */
  received(text: string): string | undefined {
    if (!text.startsWith('@')) return text;
    return text.startsWith(this.#sender) ? undefined : text.slice(text.indexOf(' ') + 1);
  }

  /** Sends what waits, and waits no more from now on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#hurry.abort();
    await Promise.allSettled([this.#next, this.#sending]);
  }

  async #round(): Promise<void> {
    this.#hurry = new AbortController();
    if (this.#isClosed) this.#hurry.abort();
    await this.#sending?.catch(() => undefined);
    const early = this.#sentAt + GATHER_MS - performance.now();
    if (early > 0) await delay(early, this.#hurry.signal);
    this.#next = undefined;
    this.#sending = this.#send();
    await this.#sending;
  }

  async #send(): Promise<void> {
    const unsent: Unsent = { channels: [], payloads: [] };
    for (const { channel, payload } of this.#unsent.values()) {
      unsent.channels.push(channel);
      unsent.payloads.push(this.#sender + payload);
    }
    this.#unsent = new Map();
    await this.database.query(notifyAll, [unsent.channels, unsent.payloads]);
    this.#sentAt = performance.now();
  }
}
