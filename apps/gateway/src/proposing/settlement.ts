import type { VoidReason } from '#journal';
import type { VerdictRow } from './statements/verdicts-of-commands.js';

/** How a proposal ended. Only `unknown` leaves open whether it counts. */
export type Settlement =
  | {
      readonly kind: 'accepted';
      readonly version: number;
      /** Effective log time of the decision, ms: created or lastModified of the resource. */
      readonly effectiveTime: number;
      readonly partition: number;
      readonly offset: number;
    }
  | { readonly kind: 'void'; readonly reason: VoidReason; readonly scope?: string }
  /** Definitely never applied: refused before it was on the log, or its deadline passed there without a verdict. */
  | {
      readonly kind: 'not-applied';
      readonly because: 'admission' | 'log' | 'expired' | 'too-large';
      readonly detail: string;
    }
  | { readonly kind: 'unknown' };

/** @returns nothing while the row says neither. */
export const settlementOf = (row: VerdictRow, partition: number, notAfter: number): Settlement | undefined => {
  if (row.accepted === true) {
    return {
      kind: 'accepted',
      version: row.version ?? 0,
      effectiveTime: row.effective_time ?? 0,
      partition,
      offset: row.at_offset ?? 0,
    };
  }
  if (row.accepted === false) {
    return { kind: 'void', reason: row.reason as VoidReason, ...(row.scope !== null && { scope: row.scope }) };
  }
  if ((row.partition_time ?? 0) > notAfter) {
    return { kind: 'not-applied', because: 'expired', detail: 'The change was not taken up in time.' };
  }
  return undefined;
};
