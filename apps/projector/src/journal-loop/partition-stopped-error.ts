export type PartitionStopReason =
  /** Twice in a row the log had nothing at the next offset: it was cut, or made anew. */
  | 'GAP'
  /** The record judged last is not on the log any more, or is another one. */
  | 'FOREIGN_LOG'
  /** A record of a later release: this one cannot judge it, and must not pass over it. */
  | 'NEWER_RECORD';

/** A partition that only a human can set going again. The others go on. */
export class PartitionStoppedError extends Error {
  override readonly name = 'PartitionStoppedError';
  constructor(
    readonly code: PartitionStopReason,
    readonly partition: number,
    readonly detail: string,
  ) {
    super(`Partition ${partition} stands still (${code}): ${detail}`);
  }
}
