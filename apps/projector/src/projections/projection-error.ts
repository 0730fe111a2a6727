export type ProjectionErrorCode =
  /** No projection knows this type or version of event. */
  | 'EVENT_UNKNOWN'
  /** The event lacks what its type must carry. */
  | 'EVENT_MALFORMED'
  /** The personal part does not open with the subject's key. */
  | 'SEAL_BROKEN'
  /** The subject's key has no row: it is neither there nor erased. */
  | 'SUBJECT_KEY_MISSING';

/** Why an accepted event cannot become part of the read model. Parks its aggregate; never stops the partition. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
  constructor(
    readonly code: ProjectionErrorCode,
    /** Type and version of the event, and the member concerned. Never a value. */
    readonly place: string,
    options?: { cause?: unknown },
  ) {
    super(`${code} at ${place}`, options);
  }
}

/** `type/version` of an event, and the member concerned. */
export const placeIn = (event: { readonly type: string; readonly v: number }, member?: string): string =>
  `${event.type}/${event.v}${member === undefined ? '' : ` ${member}`}`;
