/** A partition's progress row: what comes next, log time so far, and the digest of all judgements before it. */
export type PartitionState = {
  readonly nextOffset: number;
  readonly effectiveTime: number;
  readonly digest: Uint8Array;
};
