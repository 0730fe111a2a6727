import fc from 'fast-check';
import { formatPosition, isAfter, type Position, parsePosition } from './position.js';

const positions: readonly Position[] = [0, 3, 4, 9, 10, 100].flatMap((src) =>
  [0, 1, 2, 11].map((idx) => ({ src, idx })),
);

/** What a publisher that dies and starts anew may write: the order is kept, but any suffix may come again. */
const withRepeats = (restarts: readonly (readonly [number, number])[]): readonly Position[] => {
  const written: Position[] = [];
  let next = 0;
  for (const [send, back] of restarts) {
    written.push(...positions.slice(next, next + send));
    next = Math.max(0, Math.min(positions.length, next + send) - back);
  }
  return [...written, ...positions.slice(next)];
};

describe('the watermark rule', () => {
  it('applies every event once and in order, whatever suffixes are repeated', () => {
    const restarts = fc.array(fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 6 })), { maxLength: 12 });
    fc.assert(
      fc.property(restarts, (steps) => {
        let watermark: Position | undefined;
        const applied: Position[] = [];
        for (const position of withRepeats(steps)) {
          if (!isAfter(position, watermark)) continue;
          applied.push(position);
          watermark = position;
        }
        expect(applied).toEqual(positions);
      }),
    );
  });

  it('compares as numbers, not as text', () => {
    expect(isAfter({ src: 10, idx: 0 }, { src: 9, idx: 9 })).toBe(true);
    expect(isAfter({ src: 10, idx: 10 }, { src: 10, idx: 9 })).toBe(true);
    expect(isAfter({ src: 10, idx: 9 }, { src: 10, idx: 9 })).toBe(false);
  });

  it('travels as text and back', () => {
    for (const position of positions) expect(parsePosition(formatPosition(position))).toEqual(position);
    for (const text of ['', '1', '1:', ':1', '-1:0', '1:0 ', '1e3:0', '٣:0'])
      expect(parsePosition(text)).toBeUndefined();
  });
});
