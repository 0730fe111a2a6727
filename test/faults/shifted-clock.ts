import type { Clock } from '#runtime';

/** Goes on like the system's, but can be put forward and back. */
export type ShiftedClock = Clock & { shift(ms: number): void };

export const shiftedClock = (byMs = 0): ShiftedClock => {
  let shift = byMs;
  return {
    now: () => Date.now() + shift,
    shift: (ms) => {
      shift += ms;
    },
  };
};
