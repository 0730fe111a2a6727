import { Pool } from 'undici';

/** One request of a workload. `accept` says whether the answer is right; anything else counts as failed. */
export type LoadRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  readonly accept: (status: number, body: string) => boolean;
};

export type LoadResult = {
  readonly requests: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** The first few wrong answers, for the reader. */
  readonly samples: readonly string[];
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const maxSamples = 3;

/**
 * Clients that each send the next request when the last is answered. Ends after `requests` requests or `seconds`,
 * whichever comes first. Latencies in ms.
 */
export const closedLoop = async (options: {
  readonly origin: string;
  readonly clients: number;
  readonly seconds: number;
  readonly requests?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly next: (index: number) => LoadRequest;
  readonly onProgress?: (done: number) => void;
}): Promise<LoadResult> => {
  const pool = new Pool(options.origin, { connections: options.clients, pipelining: 1, bodyTimeout: 60_000 });
  const latencies: number[] = [];
  const samples: string[] = [];
  let failed = 0;
  let started = 0;
  const begin = performance.now();
  const end = begin + options.seconds * 1_000;

  const client = async (): Promise<void> => {
    while (performance.now() < end && started < (options.requests ?? Number.POSITIVE_INFINITY)) {
      const request = options.next(started++);
      const at = performance.now();
      const { status, text } = await send(pool, request, options.headers);
      latencies.push(performance.now() - at);
      if (!request.accept(status, text)) {
        failed++;
        if (samples.length < maxSamples)
          samples.push(`${request.method} ${request.path} → ${status} ${text.slice(0, 200)}`);
      }
      options.onProgress?.(latencies.length);
    }
  };
  await Promise.all(Array.from({ length: options.clients }, client));
  const seconds = (performance.now() - begin) / 1_000;
  await pool.close();
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    failed,
    seconds,
    perSecond: (latencies.length - failed) / seconds,
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    samples,
  };
};

const send = async (
  pool: Pool,
  request: LoadRequest,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> => {
  try {
    const answer = await pool.request({
      method: request.method,
      path: request.path,
      headers: request.body === undefined ? headers : { ...headers, 'content-type': 'application/scim+json' },
      ...(request.body !== undefined && { body: request.body }),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  } catch (error) {
    return { status: 0, text: error instanceof Error ? error.message : 'failed' };
  }
};
