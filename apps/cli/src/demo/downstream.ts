import { randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request the product got, as the demo prints it. */
export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly requestId: string | undefined;
};

export type Downstream = {
  readonly url: string;
  readonly token: string;
  readonly requests: readonly ReceivedRequest[];
  accounts(): readonly Record<string, unknown>[];
  close(): Promise<void>;
};

type Account = Record<string, unknown> & { id: string };
type Answer = { readonly status: number; readonly body?: unknown };

const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const maxBodyBytes = 1_000_000;

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBodyBytes) return {};
    chunks.push(chunk as Buffer);
  }
  return size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
};

const notFound: Answer = { status: 404, body: { schemas: [errorSchema], status: '404', detail: 'No such user.' } };

const search = (accounts: Map<string, Account>, filter: string | null): Answer => {
  const wanted = filter ? /^(\w+) eq ("(?:[^"\\]|\\.)*")$/.exec(filter) : undefined;
  const hits = [...accounts.values()].filter((one) => !wanted || one[wanted[1]!] === JSON.parse(wanted[2]!));
  return { status: 200, body: { schemas: [listSchema], totalResults: hits.length, Resources: hits } };
};

const answerTo = async (request: IncomingMessage, accounts: Map<string, Account>): Promise<Answer> => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const id = /^\/Users\/([^/]+)$/.exec(pathname)?.[1];
  const body = await readBody(request);
  if (pathname === '/Users' && request.method === 'GET') return search(accounts, searchParams.get('filter'));
  if (pathname === '/Users' && request.method === 'POST') {
    const account = { ...body, id: randomUUID() };
    accounts.set(account.id, account);
    return { status: 201, body: account };
  }
  if (!id || !accounts.has(id)) return notFound;
  if (request.method === 'GET') return { status: 200, body: accounts.get(id) };
  if (request.method === 'PUT') {
    accounts.set(id, { ...body, id });
    return { status: 200, body: accounts.get(id) };
  }
  if (request.method === 'PATCH') {
    for (const { value } of body['Operations'] as { value: object }[]) Object.assign(accounts.get(id)!, value);
    return { status: 200, body: accounts.get(id) };
  }
  if (request.method === 'DELETE') {
    accounts.delete(id);
    return { status: 204 };
  }
  return { status: 405 };
};

const mayEnter = (request: IncomingMessage, token: string): boolean => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

/** A small SCIM product with users in memory, on a free port of this machine. */
export const startDownstream = async (): Promise<Downstream> => {
  const token = randomUUID();
  const accounts = new Map<string, Account>();
  const requests: ReceivedRequest[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = mayEnter(request, token) ? await answerTo(request, accounts) : { status: 401 };
    const requestId = request.headers['x-request-id'];
    requests.push({
      method: request.method ?? '',
      path: decodeURIComponent((request.url ?? '').replaceAll('+', ' ')),
      status: answer.status,
      requestId: Array.isArray(requestId) ? requestId[0] : requestId,
    });
    response.writeHead(answer.status, { 'content-type': 'application/scim+json' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    requests,
    accounts: () => [...accounts.values()],
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
