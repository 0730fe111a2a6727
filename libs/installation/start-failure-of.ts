import { LogError } from '#log';
import { failureCode, isSqlState, isTransient, PersistenceError } from '#persistence';
import { PrivacyError } from '#privacy';
import { StartFailure } from './start-failure.js';
import type { LogSettings } from './variables.js';

export const failed = (what: string, cause: unknown): StartFailure =>
  cause instanceof StartFailure
    ? cause
    : new StartFailure([`${what}: ${cause instanceof Error ? cause.message : String(cause)}`], { cause });

export const databaseFailed = (cause: unknown, name = 'The database that DATABASE_URL names'): StartFailure =>
  failed(`${name} cannot be used`, cause);

const isOfDatabase = (cause: unknown): boolean =>
  cause instanceof PersistenceError ||
  isSqlState(failureCode(cause)) ||
  isTransient(cause) ||
  (cause instanceof PrivacyError && cause.code === 'SUBJECT_KEYS_UNAVAILABLE');

type Places = Pick<LogSettings, 'log' | 'kafkaBrokers'> & { readonly databaseName?: string };

/** A log or database that fails is the operator's to mend; anything else is a defect and keeps its stack. */
export const startFailureOf = (cause: unknown, { log, kafkaBrokers, databaseName }: Places): unknown => {
  if (cause instanceof LogError && log === 'kafka')
    return failed(`Kafka at ${kafkaBrokers?.join(', ')} (KAFKA_BROKERS) cannot be used`, cause);
  return cause instanceof LogError || isOfDatabase(cause) ? databaseFailed(cause, databaseName) : cause;
};
