import { type Answer, HttpClient } from './http-client.js';

/** One request of a workload. `accept` says whether the answer is right; anything else counts as failed. */
export type LoadRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  readonly accept: (status: number, body: string) => boolean;
};

export type ClosedLoopOptions = {
  readonly origin: string;
  readonly clients: number;
  readonly seconds: number;
  readonly requests?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly next: (index: number) => LoadRequest;
  readonly onProgress?: (done: number) => void;
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

/** Before each measurement, of the floor as of the service: V8 compiles the code it measures within about that long. */
export const warmUpSeconds = 3;

/**
 * Clients that each send the next request when the last is answered. Ends after `requests` requests or `seconds`,
 * whichever comes first. Latencies in ms.
 */
export const closedLoop = async (options: ClosedLoopOptions): Promise<LoadResult> => {
  const { hostname, port } = new URL(options.origin);
  const lines = headerLines(options.headers);
  const latencies: number[] = [];
  const samples: string[] = [];
  let failed = 0;
  let started = 0;
  const begin = performance.now();
  const end = begin + options.seconds * 1_000;

  const client = async (): Promise<void> => {
    const connection = new HttpClient(hostname, Number(port));
    while (performance.now() < end && started < (options.requests ?? Number.POSITIVE_INFINITY)) {
      const request = options.next(started++);
      const at = performance.now();
      const { status, text } = await send(connection, request, lines);
      latencies.push(performance.now() - at);
      if (!request.accept(status, text)) {
        failed++;
        if (samples.length < maxSamples)
          samples.push(`${request.method} ${request.path} → ${status} ${text.slice(0, 200)}`);
      }
      options.onProgress?.(latencies.length);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: options.clients }, client));
  const seconds = (performance.now() - begin) / 1_000;
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

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

const send = async (connection: HttpClient, request: LoadRequest, headers: string): Promise<Answer> => {
  const { method, path, body } = request;
  const lines = body === undefined ? headers : `${headers}content-type: application/scim+json\r\n`;
  try {
    return await connection.request(method, path, lines, body);
  } catch (error) {
    return { status: 0, text: error instanceof Error ? error.message : 'failed' };
  }
};
