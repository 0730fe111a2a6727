export type PersistenceErrorCode =
  /** No connection could be had: nothing was sent. */
  | 'CONNECTION_UNAVAILABLE'
  /** The connection ended while a statement ran: whether it took effect is not known. */
  | 'CONNECTION_LOST'
  /** A statement of the transaction had failed and the work hid it: the server rolled back instead of committing. */
  | 'TRANSACTION_ABORTED'
  | 'DATABASE_CLOSED';

export class PersistenceError extends Error {
  override readonly name = 'PersistenceError';
  constructor(
    readonly code: PersistenceErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
