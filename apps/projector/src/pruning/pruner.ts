import type { Database, Statement } from '#persistence';
import type { ProjectorStatements } from '#read-model';
import { delay, type Logger } from '#runtime';

export type PrunerDependencies = {
  readonly database: Database;
  readonly statements: ProjectorStatements;
  readonly logger: Logger;
  ownedPartitions(): readonly number[];
  readonly everyMs?: number;
};

/** Effective time a verdict is kept for: any repeat of its command is past its deadline by more than a day then. */
export const VERDICT_AGE_MS = 48 * 3_600_000;
const ROWS_PER_STATEMENT = 5_000;
const STATEMENTS_PER_RUN = 200;

/** Forgets verdicts and unfinished parts that can no longer matter, in small bites, every hour. */
export class Pruner {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(private readonly dependencies: PrunerDependencies) {}

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async prune(): Promise<void> {
    const { statements } = this.dependencies;
    for (const partition of this.dependencies.ownedPartitions()) {
      await this.#repeat(statements.pruneVerdicts, partition);
      await this.#repeat(statements.pruneParts, partition);
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { everyMs = 3_600_000, logger } = this.dependencies;
    await delay(everyMs / 60, signal);
    while (!signal.aborted) {
      await this.prune().catch((error: unknown) => logger.warn({ err: error }, 'prune_failed'));
      await delay(everyMs, signal);
    }
  }

  async #repeat(statement: Statement, partition: number): Promise<void> {
    const values = [partition, VERDICT_AGE_MS, ROWS_PER_STATEMENT];
    for (let run = 0; run < STATEMENTS_PER_RUN && !this.#stopping.signal.aborted; run += 1) {
      const [row] = await this.dependencies.database.query<{ deleted: number }>(statement, values);
      if ((row?.deleted ?? 0) < ROWS_PER_STATEMENT) return;
    }
  }
}
