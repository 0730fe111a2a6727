import { Agent, request } from 'undici';

/** An answer as a client sees it. `body` is what its JSON holds, or an empty object. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the wire says
  readonly body: any;
};

type Headers = Readonly<Record<string, string>>;

/** Keeps to one base URL and one token. A body that is text is sent as it is. */
export type Client = {
  send(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  get(path: string, headers?: Headers): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  delete(path: string, headers?: Headers): Promise<Answer>;
};

const agent = new Agent({ connections: 128, keepAliveTimeout: 1_000 });

export const client = (base: string, token: string | undefined, contentType: string): Client => {
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await request(`${base}${path}`, {
      method: method as 'GET',
      dispatcher: agent,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(text !== undefined && { 'content-type': contentType }),
        ...headers,
      },
      ...(text !== undefined && { body: text }),
    });
    const received = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text: received, body: parsed(received) };
  };
  return {
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};
