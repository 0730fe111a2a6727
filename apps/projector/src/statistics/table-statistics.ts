import type { Queryable } from '#persistence';
import type { ProjectorStatements } from '#read-model';
import type { Logger } from '#runtime';

export type StatisticsDependencies = {
  readonly database: Queryable;
  readonly statements: ProjectorStatements;
  readonly logger: Logger;
};

const FIRST_AFTER_ROWS = 500;

/**
 * Takes the planner's statistics whenever the tables have doubled. The server does so by itself only after a minute, and
 * a first import writes a hundred thousand users in that time, while people are looked up by plans made for none.
 */
export class TableStatistics {
  #written = 0;
  #wanted = FIRST_AFTER_ROWS;
  #running: Promise<void> | undefined;

  constructor(private readonly dependencies: StatisticsDependencies) {}

  /** Told after each commit how many rows it wrote. */
  wrote(rows: number): void {
    this.#written += rows;
    if (this.#running || this.#written < this.#wanted) return;
    this.#written = 0;
    this.#running = this.#take().finally(() => {
      this.#running = undefined;
    });
  }

  async stop(): Promise<void> {
    await this.#running;
  }

  async #take(): Promise<void> {
    const { database, statements, logger } = this.dependencies;
    try {
      const before = await this.#rows();
      // After a start it is not known what was written before: as much again as there is may be waited for.
      if (this.#wanted >= before / 2) await database.query(statements.analyzeTables);
      this.#wanted = Math.max(FIRST_AFTER_ROWS, await this.#rows());
    } catch (error) {
      logger.warn({ err: error }, 'statistics_failed');
    }
  }

  async #rows(): Promise<number> {
    const [row] = await this.dependencies.database.query<{ rows: number }>(this.dependencies.statements.rowsAnalyzed);
    return row?.rows ?? 0;
  }
}
