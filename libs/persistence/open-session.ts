import pg from 'pg';
import { delay, withDeadline } from '#runtime';
import type { Session } from './database.js';
import { failureCode, isSqlState } from './failure.js';
import { quoteIdentifier } from './identifier.js';
import type { Notifier } from './notifier.js';
import { PersistenceError } from './persistence-error.js';
import { CONNECT_TIMEOUT_MS, numbersForBigints, plannerOptions } from './session-settings.js';

export type SessionTarget = { readonly url: string; readonly applicationName: string; readonly notifier: Notifier };

const QUERY_TIMEOUT_MS = 5_000;
const PROBE_EVERY_MS = 10_000;
const END_TIMEOUT_MS = 1_000;

/** The server finds out within half a minute that the other end is gone, and lets go of the session's locks. */
const serverKeepalive =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=25000';

/** @throws what the network or the server says when no connection can be had. */
export async function openSession(target: SessionTarget): Promise<Session> {
  const client = new pg.Client({
    connectionString: target.url,
    application_name: target.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_EVERY_MS,
    options: `${serverKeepalive} ${plannerOptions}`,
    types: numbersForBigints,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  await client.connect();
  const session = sessionOn(client, lost, target.notifier);
  probe(session).catch(() => lost.abort());
  return session;
}

function sessionOn(client: pg.Client, lost: AbortController, notifier: Notifier): Session {
  const query: Session['query'] = async <Row>(
    statement: Parameters<Session['query']>[0],
    values?: readonly unknown[],
  ) => {
    const request = typeof statement === 'string' ? { text: statement } : { ...statement };
    try {
      return (await client.query({ ...request, values: (values ?? []) as unknown[] })).rows as Row[];
    } catch (cause) {
      if (isSqlState(failureCode(cause))) throw cause;
      lost.abort();
      throw new PersistenceError('CONNECTION_LOST', 'The session ended while a statement ran.', { cause });
    }
  };
  return {
    query,
    lost: lost.signal,
    listen: async (channel, onMessage) => {
      client.on('notification', (message) => {
        const payload = message.channel === channel ? notifier.received(message.payload ?? '') : undefined;
        if (payload !== undefined) onMessage(payload);
      });
      await query(`listen ${quoteIdentifier(channel)}`);
      lost.signal.addEventListener('abort', notifier.join(channel, onMessage), { once: true });
    },
    close: async () => {
      lost.abort();
      const late = () => new PersistenceError('CONNECTION_LOST', 'The server did not take the goodbye.');
      await withDeadline(client.end(), END_TIMEOUT_MS, late).catch(() => undefined);
    },
  };
}

/** A connection whose other end vanished looks alive until something is asked of it. */
async function probe(session: Session): Promise<void> {
  while (!session.lost.aborted) {
    await delay(PROBE_EVERY_MS, session.lost);
    if (!session.lost.aborted) await session.query('select 1');
  }
}
