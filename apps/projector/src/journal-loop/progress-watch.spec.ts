import { createMetrics, fakeClock, type Metrics } from '#runtime';
import { ProgressWatch } from './progress-watch.js';

describe('the progress watch', () => {
  const clock = fakeClock();
  let ends: number[];
  let owned: number[];
  let watch: ProgressWatch;
  let metrics: Metrics;

  beforeEach(() => {
    ends = [0, 0];
    owned = [0, 1];
    metrics = createMetrics({ processMetrics: false });
    watch = new ProgressWatch({ log: { ends: async () => ends }, clock, metrics, ownedPartitions: () => owned });
    watch.saw(0, 0);
    watch.saw(1, 0);
  });

  const checkAfter = async (ms: number) => {
    clock.advance(ms);
    return watch.check();
  };

  it('is content while there is nothing to judge, however long', async () => {
    expect([await checkAfter(0), await checkAfter(3_600_000)]).toEqual([undefined, undefined]);
  });

  it('is content while a partition that is behind moves', async () => {
    ends = [100, 0];
    expect(await checkAfter(0)).toBeUndefined();
    watch.saw(0, 10);
    expect(await checkAfter(29_000)).toBeUndefined();
    expect(await checkAfter(29_000)).toBeUndefined();
  });

  it('names a partition that has records and does not move for half a minute', async () => {
    ends = [0, 7];
    expect(await checkAfter(0)).toBeUndefined();
    expect(await checkAfter(30_001)).toBe('Partition 1 has not moved for 30 s, with 7 records to judge.');
    watch.saw(1, 7);
    expect(await checkAfter(0)).toBeUndefined();
  });

  it('tells how far its partitions are behind, and no more of one that it has lost', async () => {
    ends = [3, 7];
    const told = async () =>
      [...(await metrics.text()).matchAll(/_behind\{partition="(\d)"\} (\d)/g)].map(([, ...of]) => of);
    expect(await told()).toEqual([
      ['0', '3'],
      ['1', '7'],
    ]);
    owned = [0];
    expect(await told()).toEqual([['0', '3']]);
  });

  it('does not answer for partitions of others', async () => {
    ends = [0, 7];
    await checkAfter(0);
    owned = [0];
    expect(await checkAfter(60_000)).toBeUndefined();
  });
});
