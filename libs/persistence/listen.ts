import pg from 'pg';
import { delay, fullJitter, withDeadline } from '#runtime';
import type { Subscription } from './database.js';
import { PersistenceError } from './persistence-error.js';
import { CONNECT_TIMEOUT_MS } from './session.js';

const PROBE_EVERY_MS = 10_000;
const PROBE_TIMEOUT_MS = 5_000;
const END_TIMEOUT_MS = 1_000;
const BACKOFF_BASE_MS = 50;
const BACKOFF_CAP_MS = 3_000;

type Target = { readonly url: string; readonly applicationName: string };
type OnMessage = (payload: string | undefined) => void;

/*
 * connect -> LISTEN -> onMessage(undefined) -> messages … -> connection lost or probe unanswered -> back-off -> connect
 * Whatever was notified between two connections is lost; hence the call without payload after each.
 */

/** Resolves once the first connection listens. @throws when that one cannot be made. */
export async function listen(target: Target, channel: string, onMessage: OnMessage): Promise<Subscription> {
  const stop = new AbortController();
  const first = await connect(target, channel, onMessage);
  const running = keepListening(first, () => connect(target, channel, onMessage), stop.signal);
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

async function keepListening(first: Listener, reconnect: () => Promise<Listener>, signal: AbortSignal): Promise<void> {
  let listener: Listener | undefined = first;
  for (let attempt = 0; !signal.aborted; ) {
    if (listener === undefined) {
      await delay(fullJitter(attempt, BACKOFF_BASE_MS, BACKOFF_CAP_MS), signal);
      if (signal.aborted) return;
      listener = await reconnect().catch(() => undefined);
      attempt = listener === undefined ? attempt + 1 : 0;
      continue;
    }
    await untilLost(listener, signal);
    await listener.end();
    listener = undefined;
  }
}

type Listener = { readonly lost: AbortSignal; probe(): Promise<unknown>; end(): Promise<void> };

async function untilLost(listener: Listener, signal: AbortSignal): Promise<void> {
  const over = AbortSignal.any([signal, listener.lost]);
  while (!over.aborted) {
    await delay(PROBE_EVERY_MS, over);
    if (over.aborted) return;
    const alive = await listener.probe().then(
      () => true,
      () => false,
    );
    if (!alive) return;
  }
}

async function connect(target: Target, channel: string, onMessage: OnMessage): Promise<Listener> {
  const client = new pg.Client({
    connectionString: target.url,
    application_name: `${target.applicationName} listen`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: PROBE_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_EVERY_MS,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  client.on('notification', (message) => onMessage(message.payload ?? ''));
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await end(client);
    throw error;
  }
  onMessage(undefined);
  return { lost: lost.signal, probe: () => client.query('select 1'), end: () => end(client) };
}

async function end(client: pg.Client): Promise<void> {
  const late = () => new PersistenceError('CONNECTION_LOST', 'The server did not take the goodbye.');
  await withDeadline(client.end(), END_TIMEOUT_MS, late).catch(() => undefined);
}
