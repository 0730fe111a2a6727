import fc from 'fast-check';
import type { StoredRecord } from '../../port.js';
import { Ahead } from './ahead.js';

const from = (first: number, count: number): readonly StoredRecord[] =>
  Array.from({ length: count }, (_, n) => ({
    partition: 0,
    key: 'k',
    headers: {},
    value: Buffer.from('v'),
    offset: first + n,
    timestamp: 1,
  }));
const offsets = (records: readonly StoredRecord[]): readonly number[] => records.map(({ offset }) => offset);

describe('records handed over ahead', () => {
  it('come in order, at most as many as are wanted, without those that were read otherwise', () => {
    const ahead = new Ahead();
    expect(ahead.offer(from(5, 3))).toBe(true);
    expect(ahead.offer(from(8, 2))).toBe(true);
    expect(offsets(ahead.take(6, 3))).toEqual([6, 7, 8]);
    expect(offsets(ahead.take(9, 3))).toEqual([9]);
    expect(ahead.end).toBeUndefined();
  });

  it('are not given before those that lie between', () => {
    const ahead = new Ahead();
    ahead.offer(from(5, 3));
    expect(ahead.take(4, 10)).toEqual([]);
    expect(offsets(ahead.take(5, 10))).toEqual([5, 6, 7]);
  });

  it('are forgotten, and that is said, when they do not follow on or grow too many', () => {
    const ahead = new Ahead();
    ahead.offer(from(5, 3));
    expect(ahead.offer(from(9, 1))).toBe(false);
    expect(ahead.end).toBeUndefined();
    expect(ahead.offer(from(10, 2_000))).toBe(true);
    expect(ahead.offer(from(2_010, 1))).toBe(false);
    expect(ahead.end).toBeUndefined();
  });

  it('never leave a gap, whatever is offered and taken', () => {
    const step = fc.record({
      first: fc.nat(30),
      count: fc.integer({ min: 1, max: 5 }),
      most: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ahead = new Ahead();
        let next = 0;
        for (const { first, count, most } of steps) {
          ahead.offer(from(first, count));
          const taken = offsets(ahead.take(next, most));
          expect(taken).toEqual(taken.map((_, n) => next + n));
          next += taken.length;
        }
      }),
    );
  });
});
