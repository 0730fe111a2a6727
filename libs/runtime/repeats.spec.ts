import { Repeats } from './repeats.js';

describe('what is said again and again', () => {
  it('is told at once, then every ten seconds with how often it was held back', () => {
    let now = 0;
    const repeats = new Repeats(() => now);
    const told: (number | undefined)[] = [];
    for (; now <= 20_000; now += 2_500) told.push(repeats.tell('away'));
    expect(told).toEqual([0, undefined, undefined, undefined, 3, undefined, undefined, undefined, 3]);
  });

  it('does not hold back anything else', () => {
    const repeats = new Repeats(() => 0);
    expect([repeats.tell('one'), repeats.tell('two'), repeats.tell('one')]).toEqual([0, 0, undefined]);
  });
});
