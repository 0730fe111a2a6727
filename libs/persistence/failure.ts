import { PersistenceError, type PersistenceErrorCode } from './persistence-error.js';

type Delays = { readonly baseMs: number; readonly capMs: number };

const soon: Delays = { baseMs: 20, capMs: 1_000 };
const later: Delays = { baseMs: 100, capMs: 5_000 };

/** What passes by itself, by SQLSTATE (PostgreSQL appendix A) or errno, and how fast to try again. */
const TRANSIENT: Readonly<Record<string, Delays>> = {
  '40001': soon, // serialization_failure
  '40P01': soon, // deadlock_detected
  '55P03': soon, // lock_not_available: lock_timeout
  '25P03': soon, // idle_in_transaction_session_timeout
  '08000': later, // connection_exception
  '08001': later, // sqlclient_unable_to_establish_sqlconnection
  '08003': later, // connection_does_not_exist
  '08004': later, // sqlserver_rejected_establishment_of_sqlconnection
  '08006': later, // connection_failure
  '53300': later, // too_many_connections
  '57014': later, // query_canceled: statement_timeout
  '57P01': later, // admin_shutdown
  '57P02': later, // crash_shutdown
  '57P03': later, // cannot_connect_now
  '25006': later, // read_only_sql_transaction: a fail-over that has not ended
  ECONNREFUSED: later,
  ECONNRESET: later,
  EPIPE: later,
  ETIMEDOUT: later,
  ENOTFOUND: later,
  EAI_AGAIN: later,
  EHOSTUNREACH: later,
  ENETUNREACH: later,
  ['CONNECTION_UNAVAILABLE' satisfies PersistenceErrorCode]: later,
  ['CONNECTION_LOST' satisfies PersistenceErrorCode]: later,
};

/** SQLSTATEs after which a statement may still have taken effect: the server went away, maybe after the commit. */
const UNSURE = new Set(['57P01', '57P02', '08000', '08003', '08006', '40003']);

/** The delays to retry with, or nothing when the failure would come again. */
export function retryDelays(error: unknown): Delays | undefined {
  const code = failureCode(error);
  return code === undefined ? undefined : TRANSIENT[code];
}

export function isTransient(error: unknown): boolean {
  return retryDelays(error) !== undefined;
}

/** True when the statement or transaction that failed certainly took no effect. */
export function isWithoutEffect(error: unknown): boolean {
  if (error instanceof PersistenceError) return error.code !== 'CONNECTION_LOST';
  return isSqlState(failureCode(error)) && !UNSURE.has(failureCode(error) ?? '');
}

/** SQLSTATE, errno or `PersistenceErrorCode` of a failure. */
export function failureCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** SQLSTATEs are five characters with a digit among them; no errno is. */
export function isSqlState(code: string | undefined): boolean {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code);
}
