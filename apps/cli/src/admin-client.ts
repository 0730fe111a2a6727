import type { Connection } from './config.js';
import { Failure } from './failure.js';

type Problem = { readonly title?: string; readonly detail?: string; readonly problems?: readonly string[] };

/** The admin API over HTTP. Every refusal becomes a {@link Failure} with the server's own sentence. */
export type AdminClient = {
  readonly url: string;
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
};

const timeoutMs = 30_000;

export const adminClient = ({ url, adminToken }: Connection): AdminClient => ({
  url,
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${url}/admin/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${adminToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
      throw new Failure(
        timedOut
          ? `${url} did not answer within ${timeoutMs / 1000} s.`
          : `${url} cannot be reached. Is Rollcall running?`,
      );
    });
    const text = await response.text();
    const answer = parse(text);
    if (response.ok) return answer as Answer;
    const problem = answer as Problem | undefined;
    throw new Failure(problem?.detail ?? problem?.title ?? `${method} ${path} answered ${response.status}.`, {
      status: response.status,
      ...(problem?.problems && { problems: problem.problems }),
    });
  },
});

const parse = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
