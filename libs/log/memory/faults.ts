import type { LogRecord } from '../port.js';

/**
 * What goes wrong with one append:
 *
 * - `duplicate`: written twice, as a producer does that retries after a lost acknowledgement;
 * - `late`: written and acknowledged only `ms` later, past whatever deadline the caller has;
 * - `ack-without-write`: acknowledged, never written;
 * - `write-without-ack`: written, but the caller is told `LOG_UNAVAILABLE`, not definite;
 * - `refused`: `LOG_UNAVAILABLE`, definite, never written;
 * - `overtaken`: written only after the next append to its topic, or after `ms` when none comes.
 */
export type Fault =
  | { readonly kind: 'duplicate' | 'ack-without-write' | 'write-without-ack' | 'refused' }
  | { readonly kind: 'late' | 'overtaken'; readonly ms: number };

export type Append = {
  /** 0 for the first append of this log since the plan was set. */
  readonly number: number;
  readonly topic: string;
  readonly records: readonly LogRecord[];
};

/** Decides about each append before it happens; nothing means it goes well. */
export type FaultPlan = (append: Append) => Fault | undefined;

/** Shares of all appends between 0 and 1, at most 1 together. */
export type FaultShares = Partial<Record<Fault['kind'], number>>;

/** Picks faults by chance, the same ones for the same seed. `ms` is the wait of `late` and `overtaken`. */
export function randomFaults(seed: number, shares: FaultShares, ms = 50): FaultPlan {
  const random = mulberry32(seed);
  return () => {
    let draw = random();
    for (const [kind, share] of Object.entries(shares) as [Fault['kind'], number][]) {
      draw -= share;
      if (draw < 0) return kind === 'late' || kind === 'overtaken' ? { kind, ms } : { kind };
    }
    return undefined;
  };
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
