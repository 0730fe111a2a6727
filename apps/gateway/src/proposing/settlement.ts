import type { AnnouncedVerdict, Verdict, VoidReason } from '#journal';
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

/** @param judged the verdict, its place and time */
export const settledBy = (
  { offset, effectiveTime, verdict }: Omit<AnnouncedVerdict, 'commandId'>,
  partition: number,
): Settlement =>
  verdict.is === 'accepted'
    ? { kind: 'accepted', version: verdict.version, effectiveTime, partition, offset }
    : { kind: 'void', reason: verdict.reason, ...(verdict.scope !== undefined && { scope: verdict.scope }) };

/** @returns nothing while the row says neither. */
export const settlementOf = (row: VerdictRow, partition: number, notAfter: number): Settlement | undefined => {
  const { accepted, reason, scope, version } = row;
  if (accepted !== null) {
    const verdict: Verdict = accepted
      ? { is: 'accepted', version: version ?? 0 }
      : { is: 'void', reason: reason as VoidReason, ...(scope !== null && { scope }) };
    return settledBy({ offset: row.at_offset ?? 0, effectiveTime: row.effective_time ?? 0, verdict }, partition);
  }
  if ((row.partition_time ?? 0) > notAfter) {
    return { kind: 'not-applied', because: 'expired', detail: 'The change was not taken up in time.' };
  }
  return undefined;
};
