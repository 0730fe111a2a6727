import { randomBytes } from 'node:crypto';
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

/*
 * What one process tells about itself and others.
 *
 *   notify ──► listeners of this process, at once
 *         └──► all others by NOTIFY, one statement at a time; what comes meanwhile goes out together, once each
 *
 * On the wire a payload is "<sender> <payload>", so that the sender knows its own notifications when the server brings
 * them back, and drops them. One without a sender, sent by plain `pg_notify`, is taken as it is.
 */
export class Notifier {
  readonly #sender = `@${randomBytes(6).toString('hex')} `;
  readonly #listeners = new Map<string, Set<OnMessage>>();
  #unsent = new Map<string, { readonly channel: string; readonly payload: string }>();
  #sending: Promise<void> | undefined;

  constructor(private readonly database: Queryable) {}

  /** Resolves once this one, and those that went with it, are with the server. */
  async notify(channel: string, payload: string): Promise<void> {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
    this.#unsent.set(`${channel}\0${payload}`, { channel, payload });
    const before = this.#sending;
    if (before !== undefined) await before.catch(() => undefined);
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
    await this.#sending;
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

  async #send(): Promise<void> {
    const unsent: Unsent = { channels: [], payloads: [] };
    for (const { channel, payload } of this.#unsent.values()) {
      unsent.channels.push(channel);
      unsent.payloads.push(this.#sender + payload);
    }
    this.#unsent = new Map();
    if (unsent.channels.length > 0) await this.database.query(notifyAll, [unsent.channels, unsent.payloads]);
  }
}
