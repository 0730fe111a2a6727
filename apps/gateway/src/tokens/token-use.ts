import type { Queryable } from '#persistence';
import { lastUseOfTokens, type TokenUseRow } from './statements/last-use-of-tokens.js';
import { upsertTokenUse } from './statements/upsert-token-use.js';

const HOUR_MS = 3_600_000;

/** Notes when tokens were last used, to the hour, and writes what is new in one statement at each `flush`. */
export class TokenUse {
  readonly #lastHour = new Map<string, number>();
  #unwritten = new Set<string>();

  constructor(private readonly database: Queryable) {}

  note(tokenId: string, now: number): void {
    const hour = Math.floor(now / HOUR_MS);
    if (this.#lastHour.get(tokenId) === hour) return;
    this.#lastHour.set(tokenId, hour);
    this.#unwritten.add(tokenId);
  }

  /** Milliseconds, to the hour; tokens that were never used are not in the answer. */
  async lastUse(tokenIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    await this.flush();
    const rows = await this.database.query<TokenUseRow>(lastUseOfTokens, [tokenIds]);
    return new Map(rows.map((row) => [row.token_id, row.last_used_at.getTime()]));
  }

  async flush(): Promise<void> {
    if (this.#unwritten.size === 0) return;
    const tokenIds = [...this.#unwritten];
    this.#unwritten = new Set();
    const hours = tokenIds.map((id) => new Date((this.#lastHour.get(id) ?? 0) * HOUR_MS));
    try {
      await this.database.query(upsertTokenUse, [tokenIds, hours]);
    } catch (error) {
      for (const id of tokenIds) this.#unwritten.add(id);
      throw error;
    }
  }
}
