export type EventErrorCode =
  /** A type or version that this release does not know: written by a later one. */
  | 'EVENT_UNKNOWN'
  /** A known type without what it must hold. */
  | 'EVENT_MALFORMED';

export class EventError extends Error {
  override readonly name = 'EventError';
  constructor(
    readonly code: EventErrorCode,
    message: string,
  ) {
    super(message);
  }
}
