import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, Collection, type Resource, scimError } from './collection.js';
import { type Faults, noFaults, seededRandom } from './faults.js';

export type ReceivedRequest = {
  readonly method: string;
  /** Path and query, decoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** What was answered, or would have been before the connection was cut. Undefined while unanswered. */
  status: number | undefined;
};

export type DownstreamOptions = {
  readonly token?: string;
  /** False: takes any number of accounts with one userName. Default true. */
  readonly enforceUniqueness?: boolean;
  readonly faults?: Partial<Faults>;
  /** Of the random faults. Default 1. */
  readonly seed?: number;
  readonly port?: number;
};

/** A small SCIM product: a real HTTP server, accounts in memory, faults that can be changed while it runs. */
export type Downstream = {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  readonly users: Collection;
  readonly groups: Collection;
  accounts(): readonly Resource[];
  fail(faults: Partial<Faults>): void;
  /** From now on only this token is let in. */
  setToken(token: string): void;
  close(): Promise<void>;
};

type Product = { readonly users: Collection; readonly groups: Collection };

const maxBodyBytes = 1_000_000;

export const startDownstream = async (options: DownstreamOptions = {}): Promise<Downstream> => {
  const isUnique = options.enforceUniqueness ?? true;
  const users = new Collection('/Users', isUnique ? 'userName' : undefined);
  const groups = new Collection('/Groups', isUnique ? 'displayName' : undefined);
  const random = seededRandom(options.seed ?? 1);
  const requests: ReceivedRequest[] = [];
  let faults: Faults = { ...noFaults, ...options.faults };
  let token = options.token;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await receive(request);
    requests.push(received);
    if (faults.delayMs > 0) await wait(faults.delayMs);
    if (faults.blackHole) return;
    const isLetIn = token === undefined || received.headers['authorization'] === `Bearer ${token}`;
    const answer = isLetIn
      ? (faultyAnswer(received, faults, random) ?? answerTo(understood(received, faults), { users, groups }))
      : scimError(401);
    received.status = answer.status;
    if (random() < faults.dropAckRate) response.destroy();
    else send(response, answer, faults);
  };

  const { port, close } = await listen(serve, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}/scim/v2`,
    requests,
    users,
    groups,
    accounts: () => users.all(),
    fail: (changes) => {
      faults = { ...faults, ...changes };
    },
    setToken: (next) => {
      token = next;
    },
    close,
  };
};

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const listen = async (serve: Serve, port: number): Promise<{ port: number; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

const receive = async (request: IncomingMessage): Promise<ReceivedRequest> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBodyBytes) throw new Error('The body is too large.');
    chunks.push(chunk as Buffer);
  }
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? '',
    path: decodeURIComponent((pathname + search).replaceAll('+', ' ')).replace(/^\/scim\/v2/, ''),
    headers: request.headers as Record<string, string>,
    body: size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8')),
    status: undefined,
  };
};

const understood = (request: ReceivedRequest, faults: Faults): ReceivedRequest =>
  faults.ignoreFilters ? { ...request, path: request.path.replace(/filter=[^&]*&?/, '') } : request;

const faultyAnswer = (request: ReceivedRequest, faults: Faults, random: () => number): Answer | undefined => {
  if (faults.redirectTo !== undefined) return { status: 302 };
  if (faults.refuseMethods.includes(request.method)) return scimError(405);
  if (faults.throttle) return scimError(429);
  if (faults.refuseAllWith !== undefined) return scimError(faults.refuseAllWith);
  return random() < faults.status503Rate ? scimError(503) : undefined;
};

const answerTo = (request: ReceivedRequest, product: Product): Answer => {
  const parts = /^\/(Users|Groups|ServiceProviderConfig)(?:\/([^/?]+))?(?:\?(.*))?$/s.exec(request.path);
  if (!parts) return scimError(404);
  if (parts[1] === 'ServiceProviderConfig') return { status: 200, body: { patch: { supported: true } } };
  const collection = parts[1] === 'Users' ? product.users : product.groups;
  const id = parts[2];
  return id === undefined ? onCollection(request, collection) : onResource(request, collection, id);
};

const onCollection = (request: ReceivedRequest, collection: Collection): Answer => {
  if (request.method === 'POST') return collection.create(request.body);
  if (request.method !== 'GET') return scimError(405);
  const filter = /[?&]filter=((?:[^&"]|"(?:[^"\\]|\\.)*")*)/s.exec(request.path)?.[1];
  return collection.search(filter, Number(/[?&]count=(\d+)/.exec(request.path)?.[1] ?? 100));
};

const onResource = (request: ReceivedRequest, collection: Collection, id: string): Answer => {
  switch (request.method) {
    case 'GET':
      return collection.read(id);
    case 'PUT':
      return collection.replace(id, request.body);
    case 'PATCH':
      return collection.patch(id, request.body);
    case 'DELETE':
      return collection.delete(id);
    default:
      return scimError(405);
  }
};

const send = (response: ServerResponse, answer: Answer, faults: Faults): void => {
  const retryAfter = answer.status === 429 && faults.throttle ? { 'retry-after': faults.throttle.retryAfter } : {};
  const location = answer.status === 302 ? { location: String(faults.redirectTo) } : {};
  response.writeHead(answer.status, { 'content-type': 'application/scim+json', ...retryAfter, ...location });
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
};
