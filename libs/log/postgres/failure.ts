import { failureCode, isWithoutEffect } from '#persistence';
import { LogError } from '../port.js';
import { TOPIC_MISSING } from './migrations/append-function.js';

const NOT_AUTHORISED = new Set(['42501', '28000', '28P01']);

/** What a failure of the database means to whoever uses the log. */
export function toLogError(failure: unknown): LogError {
  if (failure instanceof LogError) return failure;
  const code = failureCode(failure);
  const options = { cause: failure };
  if (code === TOPIC_MISSING) {
    return new LogError('LOG_TOPIC_MISSING', 'The topic or one of the partitions does not exist.', true, options);
  }
  if (code === 'DATABASE_CLOSED') return new LogError('LOG_CLOSED', 'The database was closed.', true, options);
  if (code !== undefined && NOT_AUTHORISED.has(code)) {
    return new LogError('LOG_NOT_AUTHORISED', 'The database does not let this user at the log.', true, options);
  }
  const reason = code === undefined ? '' : ` (${code})`;
  return new LogError('LOG_UNAVAILABLE', `The database failed${reason}.`, isWithoutEffect(failure), options);
}
