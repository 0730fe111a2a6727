import type { Database, Subscription } from '#persistence';
import type { ReadModel, StoredVerdict } from '#read-model';

type Waiter = (verdict: StoredVerdict) => void;

/** As a gateway waits: woken by notify, and then one query for all waiters of the process. */
export class VerdictWaiters {
  readonly #waiting = new Map<string, Waiter>();
  #subscription: Subscription | undefined;
  #poll: NodeJS.Timeout | undefined;
  #looking = false;
  #again = false;

  constructor(
    private readonly database: Database,
    private readonly reads: ReadModel,
  ) {}

  async start(): Promise<void> {
    this.#subscription = await this.database.listen('journal', () => this.#wake());
    this.#poll = setInterval(() => this.#wake(), 100);
  }

  async stop(): Promise<void> {
    clearInterval(this.#poll);
    await this.#subscription?.close();
  }

  verdictOf(commandId: string): Promise<StoredVerdict> {
    return new Promise((resolve) => this.#waiting.set(commandId, resolve));
  }

  #wake(): void {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    this.#look()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        this.#looking = false;
      });
  }

  async #look(): Promise<void> {
    do {
      this.#again = false;
      if (this.#waiting.size === 0) return;
      for (const verdict of await this.reads.verdicts(this.database, [...this.#waiting.keys()])) {
        this.#waiting.get(verdict.commandId)?.(verdict);
        this.#waiting.delete(verdict.commandId);
      }
    } while (this.#again);
  }
}
