import { delay, fullJitter } from '#runtime';
import type { Session, Subscription } from './database.js';
import { openSession, type SessionTarget } from './open-session.js';

const BACKOFF_BASE_MS = 50;
const BACKOFF_CAP_MS = 3_000;

type OnMessage = (payload: string | undefined) => void;

/*
 * open session -> LISTEN -> onMessage(undefined) -> messages … -> session lost -> back-off -> open session
 * Whatever was notified between two sessions is lost; hence the call without payload at the start of each.
 */

/** Resolves once the first session listens. @throws when that one cannot be made. */
export async function listen(target: SessionTarget, channel: string, onMessage: OnMessage): Promise<Subscription> {
  const stop = new AbortController();
  const connect = () => listeningSession(target, channel, onMessage);
  const running = keepListening(await connect(), connect, stop.signal);
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

async function keepListening(first: Session, reconnect: () => Promise<Session>, signal: AbortSignal): Promise<void> {
  let session: Session | undefined = first;
  for (let attempt = 0; !signal.aborted; ) {
    if (session !== undefined) {
      await aborted(AbortSignal.any([signal, session.lost]));
      await session.close();
    }
    await delay(fullJitter(attempt, BACKOFF_BASE_MS, BACKOFF_CAP_MS), signal);
    if (signal.aborted) return;
    session = await reconnect().catch(() => undefined);
    attempt = session === undefined ? attempt + 1 : 0;
  }
  await session?.close();
}

async function listeningSession(target: SessionTarget, channel: string, onMessage: OnMessage): Promise<Session> {
  const session = await openSession({ ...target, applicationName: `${target.applicationName} listen` });
  try {
    await session.listen(channel, onMessage);
  } catch (error) {
    await session.close();
    throw error;
  }
  onMessage(undefined);
  return session;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
