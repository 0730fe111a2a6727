import { fakeClock } from '#runtime';
import { KeyCache } from './key-cache.js';

const key = Buffer.alloc(32);

describe('the cache of subject keys', () => {
  it('never holds more than its capacity and lets the least recently used go first', () => {
    const cache = new KeyCache(2, 1_000, fakeClock());
    cache.set('a', key);
    cache.set('b', key);
    cache.get('a');
    cache.set('c', key);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([key, undefined, key]);
    expect(cache.size).toBe(2);
  });

  it('forgets a key after its age, so that an erasure elsewhere is noticed', () => {
    const clock = fakeClock();
    const cache = new KeyCache(2, 1_000, clock);
    cache.set('a', key);
    clock.advance(999);
    expect(cache.get('a')).toBe(key);
    clock.advance(1);
    expect(cache.get('a')).toBeUndefined();
  });

  it('does not let a key that was read before the erasure replace it', () => {
    const cache = new KeyCache(2, 1_000, fakeClock());
    cache.set('a', 'erased');
    cache.set('a', key);
    expect(cache.get('a')).toBe('erased');
  });
});
