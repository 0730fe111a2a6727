import type { AdminClient } from '../admin-client.js';
import type { HistoryEvent } from '../commands/history.js';
import { Failure } from '../failure.js';
import type { Downstream, ReceivedRequest } from './downstream.js';

type Answer = { readonly status: number; readonly etag: string | null; readonly body: Record<string, unknown> };

const downstreamDeadlineMs = 15_000;
const requestMs = 20_000;

const arrow = { out: '→', in: '←' } as const;

/** Plays requests against a directory and tells each hop as it happens. */
export class Story {
  readonly #seen = new Set<string>();
  #received = 0;
  requests = 0;
  events = 0;
  sent = 0;

  constructor(
    private readonly parts: {
      readonly admin: AdminClient;
      readonly scimBaseUrl: string;
      readonly token: string;
      readonly directoryId: string;
      readonly downstream: Downstream;
      readonly say: (line: string) => void;
    },
  ) {}

  /** Sends a request and fails the story when the answer is another one. */
  async request(method: string, path: string, expected: number, body?: unknown): Promise<Answer> {
    const { scimBaseUrl, token, say } = this.parts;
    say(`  ${arrow.out} ${method} ${path}`);
    const begin = performance.now();
    const response = await fetch(`${scimBaseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(requestMs),
    });
    this.requests++;
    const text = await response.text();
    const answer = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const etag = response.headers.get('etag');
    const tags = [etag, answer['totalResults'] === undefined ? undefined : `totalResults ${answer['totalResults']}`];
    const ms = `${(performance.now() - begin).toFixed(0)} ms`;
    say(`  ${arrow.in} ${[response.status, ...tags.filter(Boolean), ms].join('   ')}`);
    if (response.status !== expected) {
      throw new Failure(
        `${method} ${path} answered ${response.status} instead of ${expected}: ${answer['detail'] ?? text}`,
      );
    }
    return { status: response.status, etag, body: answer };
  }

  /** Tells where the resource's new events stand on the journal, and what became of them. */
  async tellEvents(resourceId: string): Promise<void> {
    const { admin, directoryId, say } = this.parts;
    const { events } = await admin.call<{ events: HistoryEvent[] }>(
      'GET',
      `/directories/${directoryId}/resources/${resourceId}/history`,
    );
    for (const event of events.toReversed()) {
      if (this.#seen.has(event.position)) continue;
      this.#seen.add(event.position);
      this.events++;
      const [partition, offset, index] = event.position.split(':');
      say(`    journal     partition ${partition}, offset ${offset}: accepted, version ${event.version}`);
      say(
        `    lifecycle   ${event.type}, position ${offset}:${index}${event.changed ? ` (${event.changed.join(', ')})` : ''}`,
      );
    }
  }

  /** Waits until the downstream product is as `isReached` wants it, telling what it was sent meanwhile. */
  async untilDownstream(
    wanted: string,
    isReached: (accounts: readonly Record<string, unknown>[]) => boolean,
  ): Promise<void> {
    const deadline = performance.now() + downstreamDeadlineMs;
    while (!isReached(this.parts.downstream.accounts())) {
      if (performance.now() > deadline)
        throw new Failure(`The downstream product was not told within ${downstreamDeadlineMs / 1_000} s: ${wanted}.`);
      await new Promise((done) => setTimeout(done, 20));
    }
    this.#tellReceived();
  }

  #tellReceived(): void {
    for (const request of this.parts.downstream.requests.slice(this.#received)) this.#tell(request);
    this.#received = this.parts.downstream.requests.length;
  }

  #tell({ method, path, status, requestId }: ReceivedRequest): void {
    this.sent++;
    this.parts.say(`    downstream  ${method} ${path} → ${status}   request id ${requestId ?? '–'}`);
  }
}
