import { connect, type Socket } from 'node:net';

export type Answer = { readonly status: number; readonly text: string };

const crlf = Buffer.from('\r\n');
const endOfHead = Buffer.from('\r\n\r\n');
const emptyChunk = Buffer.from('\r\n0\r\n\r\n');

/**
 * An HTTP/1.1 client over one connection, one request at a time, with next to nothing in it: client and service share
 * the machine, and what the client takes the service cannot have.
 *
 *   idle --request--> head --Content-Length--> body --that many bytes--> idle
 *                          --chunked--> chunk … --empty chunk--> idle     (read when its end is there: JSON has no CRLF)
 *   the other end closes or fails: the request fails, the next one connects anew
 */
export class HttpClient {
  #socket: Socket | undefined;
  #received: Buffer[] = [];
  #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined;
  /** Bytes that must be there before looking again makes sense. */
  #needed = 0;
  #length = 0;
  #isChunked = false;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  request(method: string, path: string, headers: string, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
      this.#connected().write(
        `${method} ${path} HTTP/1.1\r\nHost: ${this.host}\r\n${headers}${length}\r\n${body ?? ''}`,
      );
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #connected(): Socket {
    if (this.#socket) return this.#socket;
    const socket = connect({ host: this.host, port: this.port, noDelay: true });
    const lost = (error?: Error): void => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#received = [];
      this.#length = this.#needed = 0;
      this.#isChunked = false;
      this.#waiting?.reject(error ?? new Error('The connection was closed.'));
      this.#waiting = undefined;
    };
    socket.on('error', lost);
    socket.on('close', () => lost());
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket = socket;
    return socket;
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed || (this.#isChunked && !this.#hasEmptyChunk())) return;
    const [only, ...others] = this.#received;
    const bytes = others.length === 0 && only ? only : Buffer.concat(this.#received);
    this.#received = [bytes];
    const answer = readAnswer(bytes);
    if (answer === 'chunked' || typeof answer === 'number') {
      this.#isChunked = answer === 'chunked';
      this.#needed = answer === 'chunked' ? 0 : answer;
      return;
    }
    this.#received = [];
    this.#length = this.#needed = 0;
    this.#isChunked = false;
    const { resolve } = this.#waiting ?? {};
    this.#waiting = undefined;
    resolve?.(answer);
  }

  /** Of the last bytes alone: looking at all of them for each piece would cost more than the service does. */
  #hasEmptyChunk(): boolean {
    let tail = Buffer.of();
    for (let at = this.#received.length - 1; at >= 0 && tail.length < emptyChunk.length; at -= 1) {
      tail = Buffer.concat([(this.#received[at] ?? tail).subarray(-emptyChunk.length), tail]);
    }
    return tail.subarray(-emptyChunk.length).equals(emptyChunk);
  }
}

/** The whole answer, or the number of bytes that must at least be there, if that is known. */
const readAnswer = (bytes: Buffer): Answer | number | 'chunked' => {
  const end = bytes.indexOf(endOfHead);
  if (end === -1) return bytes.length + 1;
  const head = bytes.toString('latin1', 0, end).toLowerCase();
  const status = Number(head.slice(9, 12));
  const from = end + endOfHead.length;
  if (head.includes('\r\ntransfer-encoding: chunked')) {
    const text = readChunks(bytes, from);
    return text === undefined ? 'chunked' : { status, text };
  }
  const to = from + Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1] ?? 0);
  return bytes.length < to ? to : { status, text: bytes.toString('utf8', from, to) };
};

/** Nothing when the last chunk is not there yet. */
const readChunks = (bytes: Buffer, from: number): string | undefined => {
  const chunks: Buffer[] = [];
  for (let at = from; ; ) {
    const line = bytes.indexOf(crlf, at);
    if (line === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const begin = line + crlf.length;
    const next = begin + size + crlf.length;
    if (bytes.length < next) return undefined;
    if (size === 0) return Buffer.concat(chunks).toString('utf8');
    chunks.push(bytes.subarray(begin, begin + size));
    at = next;
  }
};
