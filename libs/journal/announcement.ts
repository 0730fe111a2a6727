import type { Verdict, VoidReason } from './verdict.js';

/** The verdict on one command, with its place on the journal and the effective log time in ms. */
export type AnnouncedVerdict = {
  readonly commandId: string;
  readonly offset: number;
  readonly effectiveTime: number;
  readonly verdict: Verdict;
};

/**
 * What a projector says after a commit: how far a partition has come in one generation, and the verdicts of the batch,
 * where they fit. Who misses it, or finds no verdicts in it, reads the tables.
 */
export type Announcement = {
  readonly generation: string;
  readonly partition: number;
  readonly nextOffset: number;
  readonly effectiveTime: number;
  readonly verdicts?: readonly AnnouncedVerdict[];
};

/** PostgreSQL takes less than 8,000 bytes in a notification; some are for who sends it. */
const LONGEST = 7_900;

/*
 * JSON: [generation, partition, next offset, effective time, verdicts]
 *   verdict: [command, offset, effective time, version] | [command, offset, effective time, null, reason, scope?]
 * All of it is ASCII: ids, numbers, and names of scopes, which are of this program's making.
 */
type WireVerdict = readonly [string, number, number, number | null, VoidReason?, string?];
type Wire = readonly [string, number, number, number, (readonly WireVerdict[])?];

const wireOf = ({ commandId, offset, effectiveTime, verdict }: AnnouncedVerdict): WireVerdict => {
  if (verdict.is === 'accepted') return [commandId, offset, effectiveTime, verdict.version];
  const { reason, scope } = verdict;
  return scope === undefined
    ? [commandId, offset, effectiveTime, null, reason]
    : [commandId, offset, effectiveTime, null, reason, scope];
};

const verdictOf = ([commandId, offset, effectiveTime, version, reason, scope]: WireVerdict): AnnouncedVerdict => ({
  commandId,
  offset,
  effectiveTime,
  verdict:
    version === null
      ? { is: 'void', reason: reason as VoidReason, ...(scope !== undefined && { scope }) }
      : { is: 'accepted', version },
});

/** At most 7,900 bytes: without the verdicts when there are too many. */
export const encodeAnnouncement = (announcement: Announcement): string => {
  const { generation, partition, nextOffset, effectiveTime, verdicts } = announcement;
  const bare: Wire = [generation, partition, nextOffset, effectiveTime];
  if (verdicts === undefined) return JSON.stringify(bare);
  const whole = JSON.stringify([...bare, verdicts.map(wireOf)]);
  return Buffer.byteLength(whole) > LONGEST ? JSON.stringify(bare) : whole;
};

/** @returns nothing for a text that is no announcement, as one of another release may be. */
export const decodeAnnouncement = (text: string): Announcement | undefined => {
  const wire = parsed(text);
  if (wire === undefined) return undefined;
  const [generation, partition, nextOffset, effectiveTime, verdicts] = wire;
  return {
    generation,
    partition,
    nextOffset,
    effectiveTime,
    ...(verdicts && { verdicts: verdicts.map(verdictOf) }),
  };
};

const parsed = (text: string): Wire | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && typeof value[0] === 'string' && Number.isInteger(value[1])
      ? (value as unknown as Wire)
      : undefined;
  } catch {
    return undefined;
  }
};
