import { PartitionProgress } from './partition-progress.js';

describe('lag of a partition', () => {
  it('is the age of the oldest end of the log that is not yet reached', () => {
    const progress = new PartitionProgress(1);
    progress.sawEnd(0, 10, 1_000);
    expect(progress.lagMs(0, 1_500)).toBe(500);
    progress.saw(0, 9, 0);
    expect(progress.lagMs(0, 2_000)).toBe(1_000);
    progress.saw(0, 10, 0);
    expect(progress.lagMs(0, 2_000)).toBe(0);
  });

  it('falls back to the newest end that was seen once the oldest is reached', () => {
    const progress = new PartitionProgress(1);
    progress.sawEnd(0, 10, 1_000);
    progress.sawEnd(0, 20, 2_000);
    progress.sawEnd(0, 30, 3_000);
    progress.saw(0, 15, 0);
    expect(progress.lagMs(0, 4_000)).toBe(1_000);
    progress.saw(0, 30, 0);
    expect(progress.greatestLagMs(9_000)).toBe(0);
  });

  it('is none for an end that is already reached, and readings never go backwards', () => {
    const progress = new PartitionProgress(2);
    progress.saw(1, 5, 700);
    progress.saw(1, 3, 600);
    progress.sawEnd(1, 5, 1_000);
    expect([progress.nextOffset(1), progress.effectiveTime(1), progress.lagMs(1, 9_000)]).toEqual([5, 700, 0]);
  });
});
