import type { IncomingMessage } from 'node:http';

const DRAIN_FOR_MS = 10_000;

/**
 * A client that is still sending its body must get to read an early answer: closing the connection now would make its
 * system discard what it has received. So the rest is read and thrown away, for a while.
 */
export const drain = (request: IncomingMessage): void => {
  if (request.complete) return;
  request.resume();
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, DRAIN_FOR_MS);
  timer.unref();
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
};
