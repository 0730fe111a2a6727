import type { Database } from '#persistence';
import type { ProjectorStatements } from '#read-model';
import type { Metrics } from '#runtime';

/** Sets `rollcall_parked_aggregates` whenever somebody looks. */
export const countParkedAtScrape = (dependencies: {
  readonly database: Database;
  readonly statements: ProjectorStatements;
  readonly metrics: Metrics;
}): void => {
  const { database, statements, metrics } = dependencies;
  const parked = metrics.gauge('rollcall_parked_aggregates', 'Aggregates that wait for an operator');
  metrics.beforeScrape(async () => {
    const [row] = await database.query<{ parked: number }>(statements.countParked);
    parked.set(row?.parked ?? 0);
  });
};
