import { request } from 'node:http';
import { connect } from 'node:net';
import type { Answer } from '../../../../test/e2e/clients.js';

export type RawRequest = {
  readonly method: string;
  /** Path and query exactly as they go on the wire. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
};

/** One request exactly as given: no header is added but Host and, for a body, Content-Length. */
export const rawRequest = (
  origin: string,
  { method, target, headers = {}, body }: RawRequest,
): Promise<Answer & { readonly text: string }> =>
  new Promise((done, fail) => {
    const { hostname, port } = new URL(origin);
    const outgoing = request({ hostname, port, method, path: target, headers, timeout: 20_000, agent: false });
    outgoing.once('error', fail);
    outgoing.once('timeout', () => outgoing.destroy(new Error('The server did not answer.')));
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', fail);
      incoming.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        const pairs = Object.entries(incoming.headersDistinct).map(([name, values]): [string, string] => [
          name,
          (values ?? []).join(', '),
        ]);
        const isJson = /json/.test(incoming.headers['content-type'] ?? '') && text !== '';
        done({
          status: incoming.statusCode ?? 0,
          headers: new Headers(pairs),
          body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
          text,
        });
      });
    });
    if (body === undefined) outgoing.end();
    else outgoing.end(body);
  });

/** Whatever comes back for these bytes until the server ends the connection, `until` is found or the time is over. */
export const rawExchange = (origin: string, bytes: readonly (string | Buffer)[], until: RegExp): Promise<string> =>
  new Promise((done, fail) => {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port) });
    let answer = '';
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      done(answer);
    };
    const timer = setTimeout(() => {
      socket.destroy();
      fail(new Error(`No answer that matches ${until}: ${JSON.stringify(answer.slice(0, 500))}`));
    }, 10_000);
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (until.test(answer)) finish();
    });
    socket.once('connect', () => {
      for (const part of bytes) socket.write(part);
    });
  });
