import { errors, Pool } from 'undici';
import type { Secret } from '#runtime';

export type ScimRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** After the base URL, with query. */
  readonly path: string;
  readonly body?: unknown;
  readonly requestId: string;
  readonly signal: AbortSignal;
};

/** `reached` false: the request certainly never came to the product. */
export type ScimAnswer =
  | {
      readonly is: 'answer';
      readonly status: number;
      readonly body: unknown;
      readonly retryAfter: string | undefined;
      readonly etag: string | undefined;
    }
  | { readonly is: 'silence'; readonly code: string; readonly reached: boolean };

export type ScimClientOptions = {
  readonly baseUrl: string;
  readonly token: Secret | undefined;
  readonly connections: number;
  readonly timeoutMs: number;
  readonly userAgent: string;
};

const maxAnswerBytes = 2_000_000;
/** Given by the network before a byte was sent, or by TLS before it trusted the peer. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** HTTP to one product: one pool, bearer token, deadline, capped answers. Redirects are answers, never followed. */
export class ScimClient {
  readonly #pool: Pool;
  readonly #basePath: string;

  constructor(private readonly options: ScimClientOptions) {
    const url = new URL(options.baseUrl);
    this.#basePath = url.pathname.replace(/\/+$/, '');
    this.#pool = new Pool(url.origin, {
      connections: options.connections,
      connectTimeout: options.timeoutMs,
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      maxResponseSize: maxAnswerBytes,
      allowH2: false,
    });
  }

  async send(request: ScimRequest): Promise<ScimAnswer> {
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    try {
      const response = await this.#pool.request({
        method: request.method,
        path: this.#basePath + request.path,
        headers: this.#headers(request),
        signal: AbortSignal.any([deadline, request.signal]),
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      });
      const text = await response.body.text();
      return {
        is: 'answer',
        status: response.statusCode,
        body: parsed(text),
        retryAfter: single(response.headers['retry-after']),
        etag: single(response.headers['etag']),
      };
    } catch (error) {
      const code = deadline.aborted ? 'TIMEOUT' : request.signal.aborted ? 'ABORTED' : codeOf(error);
      return { is: 'silence', code, reached: !neverSent.test(code) };
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #headers(request: ScimRequest): Record<string, string> {
    const { token, userAgent } = this.options;
    return {
      accept: 'application/scim+json, application/json',
      'user-agent': userAgent,
      'x-request-id': request.requestId,
      ...(token && { authorization: `Bearer ${token.reveal()}` }),
      ...(request.body !== undefined && { 'content-type': 'application/scim+json' }),
    };
  }
}

const parsed = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

const codeOf = (error: unknown): string => {
  if (error instanceof errors.UndiciError) return error.code;
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === 'string' ? code : 'UNKNOWN';
};
