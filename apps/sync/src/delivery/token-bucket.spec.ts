import { fakeClock } from '#runtime';
import { TokenBucket } from './token-bucket.js';

const never = new AbortController().signal;
/** How many tokens are given at once: the next one would have to wait. */
const takeAll = async (bucket: TokenBucket): Promise<number> => {
  for (let taken = 0; ; taken += 1) {
    const impatient = new AbortController();
    const token = bucket.take(impatient.signal);
    const isGiven = await Promise.race([token, new Promise<false>((done) => setImmediate(() => done(false)))]);
    impatient.abort();
    await token;
    if (!isGiven) return taken;
  }
};

it('gives a burst at once and then tokens at its rate', async () => {
  const clock = fakeClock();
  const bucket = new TokenBucket(10, 5, clock);
  expect(await takeAll(bucket)).toBe(5);
  clock.advance(300);
  expect(await takeAll(bucket)).toBe(3);
  clock.advance(60_000);
  expect(await takeAll(bucket)).toBe(5);
});

it('waits for a token in real time', async () => {
  const bucket = new TokenBucket(100, 1, { now: () => performance.now() });
  const startedAt = performance.now();
  for (let n = 0; n < 6; n += 1) expect(await bucket.take(never)).toBe(true);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
});

it('slows down by 30 % when the product throttles, and recovers by 5 % a minute', async () => {
  const clock = fakeClock();
  const bucket = new TokenBucket(10, 100, clock);
  bucket.throttled();
  clock.advance(1_000);
  expect(await takeAll(bucket)).toBe(7);
  clock.advance(60_000 * 10);
  await takeAll(bucket);
  clock.advance(1_000);
  expect(await takeAll(bucket)).toBe(10);
});
