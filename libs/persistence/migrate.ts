import { DataSource, type MigrationInterface } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { Database } from './database.js';
import { quoteIdentifier } from './identifier.js';

/** Its name ends in the 13 digits TypeORM orders migrations by, such as `CreateTopics1760000000001`. */
export type MigrationClass = new () => MigrationInterface;

export type MigrationSet = {
  /** The schema that holds table `migrations`; made when missing. */
  readonly name: string;
  readonly migrations: readonly MigrationClass[];
};

const LOCK_TIMEOUT_MS = 60_000;

/**
 * Runs the migrations that have not run yet, each in its own transaction. Processes that start at the same time take
 * turns; the others then find nothing to do.
 */
export async function migrate(database: Database, set: MigrationSet): Promise<void> {
  const options = database.dataSource.options as PostgresDataSourceOptions;
  const dataSource = new DataSource({
    ...options,
    schema: set.name,
    migrations: [...set.migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    entities: [],
    logger: 'debug',
    poolSize: 2,
    extra: { ...options.extra, statement_timeout: 0, lock_timeout: LOCK_TIMEOUT_MS },
  });
  await dataSource.initialize();
  try {
    await underLock(dataSource, set.name, async () => {
      await dataSource.query(`create schema if not exists ${quoteIdentifier(set.name)}`);
      await dataSource.runMigrations();
    });
  } finally {
    await dataSource.destroy();
  }
}

async function underLock(dataSource: DataSource, name: string, work: () => Promise<void>): Promise<void> {
  const holder = dataSource.createQueryRunner();
  try {
    await holder.query(`select pg_advisory_lock(hashtextextended('migrate ' || $1, 0))`, [name]);
    await work();
    await holder.query(`select pg_advisory_unlock(hashtextextended('migrate ' || $1, 0))`, [name]);
  } finally {
    await holder.release();
  }
}
