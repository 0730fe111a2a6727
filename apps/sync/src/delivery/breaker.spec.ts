import { fakeClock } from '#runtime';
import { Breaker } from './breaker.js';

const breakerAt = (startMs = 0) => {
  const clock = fakeClock(startMs);
  return { clock, breaker: new Breaker(clock) };
};
const times = (count: number, work: () => void): void => {
  for (let n = 0; n < count; n += 1) work();
};

it('opens after five failures in a row when there is little traffic', () => {
  const { breaker } = breakerAt();
  times(4, () => breaker.failed());
  expect(breaker.state().is).toBe('closed');
  breaker.failed();
  expect(breaker.state()).toEqual({ is: 'open', until: 5_000, openCount: 1 });
});

it('bears failures of up to half of the requests when there is much traffic', () => {
  const { breaker } = breakerAt();
  times(20, () => breaker.succeeded());
  times(20, () => breaker.failed());
  expect(breaker.state().is).toBe('closed');
  breaker.failed();
  expect(breaker.state().is).toBe('open');
});

it('forgets what is older than a minute', () => {
  const { breaker, clock } = breakerAt();
  times(30, () => breaker.succeeded());
  clock.advance(60_001);
  times(5, () => breaker.failed());
  expect(breaker.state().is).toBe('open');
});

it('probes when its time is up, opens for twice as long after a failed probe, and closes after a good one', () => {
  const { breaker, clock } = breakerAt();
  times(5, () => breaker.failed());
  breaker.succeeded();
  expect(breaker.state().is).toBe('open');
  clock.advance(5_000);
  expect(breaker.state().is).toBe('half_open');
  breaker.failed();
  expect(breaker.state()).toMatchObject({ is: 'open', until: 15_000 });
  clock.set(15_000);
  expect(breaker.state().is).toBe('half_open');
  breaker.succeeded();
  expect(breaker.state()).toMatchObject({ is: 'closed', openCount: 0 });
});

it('never stays open for more than five minutes', () => {
  const { breaker, clock } = breakerAt();
  times(5, () => breaker.failed());
  times(12, () => {
    clock.set(breaker.state().until);
    breaker.state();
    breaker.failed();
  });
  expect(breaker.state().until - clock.now()).toBe(300_000);
});
