export * from './database.js';
export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './embedded/embedded-postgres-error.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/start-embedded-postgres.js';
export { failureCode, isSqlState, isTransient, isWithoutEffect } from './failure.js';
export { quoteIdentifier } from './identifier.js';
export { type MigrationClass, type MigrationSet, migrate } from './migrate.js';
export { type DatabaseOptions, openDatabase } from './open-database.js';
export { PersistenceError, type PersistenceErrorCode } from './persistence-error.js';
export { type RetryOptions, retryTransient } from './retry-transient.js';
