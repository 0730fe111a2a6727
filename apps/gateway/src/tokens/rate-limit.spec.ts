import { defaultLimits } from '#scim';
import { RateLimit } from './rate-limit.js';

describe('requests a second', () => {
  const limits = { ...defaultLimits, requestsPerSecond: 10, burst: 3 };

  it('pass up to the burst, then at the rate, and say when to come back', () => {
    const rate = new RateLimit();
    const take = (now: number) => rate.take('a', limits, now);
    expect([take(0), take(0), take(0)]).toEqual([undefined, undefined, undefined]);
    expect(take(0)).toBe(1);
    expect(take(100)).toBeUndefined();
    expect(take(100)).toBe(1);
    expect([take(10_000), take(10_000), take(10_000), take(10_000)]).toEqual([undefined, undefined, undefined, 1]);
  });

  it('of one directory are no other’s concern', () => {
    const rate = new RateLimit();
    for (let n = 0; n < 4; n += 1) rate.take('a', limits, 0);
    expect(rate.take('b', limits, 0)).toBeUndefined();
  });
});
