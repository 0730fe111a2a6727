import { connect, createServer } from 'node:net';

// Below the range from which systems take ports for outgoing connections, so that a killed broker finds its own again.
const LOWEST = 20_000;
const COUNT = 12_000;

/** A port of this machine that nobody listens on. */
export async function freePort() {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
}

export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

// ApiVersions v0: length, key 18, version 0, correlation id 1, no client id.
const API_VERSIONS = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** Whether a Kafka broker answers a request at the port within the deadline. */
export function answers(port, deadlineMs = 1_000) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(deadlineMs, () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.once('connect', () => socket.write(API_VERSIONS));
    socket.once('data', () => end(true));
  });
}
