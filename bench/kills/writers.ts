/** What a client was told about its write. */
export type Outcome = 'acknowledged' | 'not-applied' | 'unknown';

const pauseMs = 100;
/** A gateway that was killed is back within seconds; nothing is sent to it meanwhile. */
const reachableMs = 60_000;
const requestMs = 20_000;
const pageSize = 200;

/** Clients that create one person after the other, each once, and remember what they were told. */
export class Writers {
  readonly outcomes = new Map<string, Outcome>();
  readonly #headers: Record<string, string>;

  constructor(
    private readonly origin: string,
    token: string,
    private readonly bodyOf: (n: number) => string,
  ) {
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  }

  async run(writes: number, clients: number, onWrite: (n: number) => void): Promise<void> {
    let next = 0;
    const client = async (): Promise<void> => {
      while (next < writes) {
        const n = next++;
        onWrite(n);
        await this.#write(n);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
  }

  /** Users by userName with how often each is there. */
  async readAll(): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for (let startIndex = 1; ; ) {
      const answer = await fetch(
        `${this.origin}/scim/v2/Users?startIndex=${startIndex}&count=${pageSize}&attributes=userName`,
        { headers: this.#headers, signal: AbortSignal.timeout(requestMs) },
      );
      if (answer.status !== 200) throw new Error(`The list answered ${answer.status}.`);
      const page = (await answer.json()) as { totalResults: number; Resources: { userName: string }[] };
      for (const { userName } of page.Resources) found.set(userName, (found.get(userName) ?? 0) + 1);
      startIndex += page.Resources.length;
      if (page.Resources.length === 0 || startIndex > page.totalResults) return found;
    }
  }

  async #write(n: number): Promise<void> {
    const body = this.bodyOf(n);
    const { userName } = JSON.parse(body) as { userName: string };
    const deadline = performance.now() + reachableMs;
    let outcome = await this.#post(body);
    while (outcome === 'not-sent' && performance.now() < deadline) {
      await pause();
      outcome = await this.#post(body);
    }
    this.outcomes.set(userName, outcome === 'not-sent' ? 'not-applied' : outcome);
    if (outcome !== 'acknowledged') await pause();
  }

  async #post(body: string): Promise<Outcome | 'not-sent'> {
    try {
      const answer = await fetch(`${this.origin}/scim/v2/Users`, {
        method: 'POST',
        headers: this.#headers,
        body,
        signal: AbortSignal.timeout(requestMs),
      });
      const text = await answer.text();
      if (answer.status === 201) return 'acknowledged';
      return text.includes('not applied') ? 'not-applied' : 'unknown';
    } catch (error) {
      const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: string };
      return code === 'ECONNREFUSED' ? 'not-sent' : 'unknown';
    }
  }
}

const pause = (): Promise<void> => new Promise((done) => setTimeout(done, pauseMs));
