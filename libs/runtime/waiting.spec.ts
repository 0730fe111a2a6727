import { delay, fullJitter, withDeadline } from './waiting.js';

describe('delay', () => {
  it('ends at once when its signal aborts, before or meanwhile', async () => {
    await delay(60_000, AbortSignal.abort());
    const stop = new AbortController();
    const waiting = delay(60_000, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});

describe('withDeadline', () => {
  it('passes on what arrives in time, values and rejections', async () => {
    const late = () => new Error('late');
    await expect(withDeadline(Promise.resolve(7), 1_000, late)).resolves.toBe(7);
    await expect(withDeadline(Promise.reject(new Error('broken')), 1_000, late)).rejects.toThrow('broken');
  });

  it('rejects with the given error when the time is up', async () => {
    await expect(withDeadline(new Promise(() => undefined), 5, () => new Error('late'))).rejects.toThrow('late');
  });
});

describe('fullJitter', () => {
  it('spreads evenly below a ceiling that doubles up to the cap', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 100].map((attempt) => fullJitter(attempt, 100, 1_000, () => 0.999_999));
    expect(ceilings).toEqual([99, 199, 399, 799, 999, 999, 999]);
    expect(fullJitter(3, 100, 1_000, () => 0)).toBe(0);
  });
});
