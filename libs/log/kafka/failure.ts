import { LogError, type LogErrorCode } from '../port.js';

const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
const MISSING = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION']);
const NOT_AUTHORISED = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'KafkaJSSASLAuthenticationError',
]);

const sentences: Record<LogErrorCode, string> = {
  LOG_RECORD_TOO_LARGE: 'Kafka refuses a record as too large',
  LOG_QUEUE_FULL: 'Too much waits to be written to Kafka',
  LOG_UNAVAILABLE: 'Kafka does not answer as it should',
  LOG_NOT_AUTHORISED: 'Kafka does not let this client in or at the topic',
  LOG_TOPIC_MISSING: 'The topic does not exist',
  LOG_CLOSED: 'The log is closed',
};

/**
 * What a failure of kafkajs means, told by the protocol's error type or kafkajs' class, which may be several causes
 * deep. `definite` is what the caller knows; a record that is too large is certainly not written.
 */
export function toLogError(failure: unknown, definite: boolean): LogError {
  if (failure instanceof LogError) return failure;
  const code = codeOf(failure);
  const why = failure instanceof Error ? `: ${failure.message}` : '';
  return new LogError(code, `${sentences[code]}${why}`, definite || code === 'LOG_RECORD_TOO_LARGE', {
    cause: failure,
  });
}

/** The protocol's error type, or kafkajs' class, of the innermost cause that has one. */
export function kindOf(failure: unknown): string | undefined {
  if (!(failure instanceof Error)) return undefined;
  const { type } = failure as { type?: unknown };
  return kindOf(failure.cause) ?? (typeof type === 'string' ? type : failure.name);
}

function codeOf(failure: unknown): LogErrorCode {
  const kind = kindOf(failure) ?? '';
  if (TOO_LARGE.has(kind)) return 'LOG_RECORD_TOO_LARGE';
  if (MISSING.has(kind)) return 'LOG_TOPIC_MISSING';
  if (NOT_AUTHORISED.has(kind)) return 'LOG_NOT_AUTHORISED';
  return 'LOG_UNAVAILABLE';
}
