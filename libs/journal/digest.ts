import { createHash } from 'node:crypto';
import type { Judgement } from './verdict.js';

/*
 * One link of a partition's digest chain:
 *
 *   digest'   = sha256( digest ‖ offset ‖ judgement )
 *   digest    = 32 bytes; before offset 0: no bytes
 *   offset    = unsigned 64 bit, big endian
 *   judgement = ASCII: "ignored" | "accepted:" version | "void:" reason [ ":" scope ]      (version decimal)
 *
 * Two projections of one log agree on every judgement exactly when they agree on the digest.
 */

/** The digest before a partition's first record. */
export const EMPTY_DIGEST: Uint8Array = new Uint8Array(0);

export const advanceDigest = (previous: Uint8Array, offset: number, judgement: Judgement): Uint8Array => {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(offset));
  return createHash('sha256').update(previous).update(place).update(formatJudgement(judgement)).digest();
};

const formatJudgement = (judgement: Judgement): string => {
  switch (judgement.is) {
    case 'ignored':
      return 'ignored';
    case 'accepted':
      return `accepted:${judgement.version}`;
    case 'void':
      return judgement.scope === undefined ? `void:${judgement.reason}` : `void:${judgement.reason}:${judgement.scope}`;
  }
};
