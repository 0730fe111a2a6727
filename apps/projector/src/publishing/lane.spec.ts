import { Lane } from './lane.js';
import type { Publishable } from './publishable.js';

const event = (src: number, bytes = 1): Publishable => ({ src, idx: 0, bytes }) as Publishable;
const batch = (fromOffset: number, count: number, bytes = 1) => ({
  fromOffset,
  nextOffset: fromOffset + count,
  events: Array.from({ length: count }, (_, n) => event(fromOffset + n, bytes)),
});
const sources = (lane: Lane) => lane.queued().map(({ src }) => src);

describe('a lane', () => {
  let lane: Lane;

  beforeEach(() => {
    lane = new Lane();
  });

  it('is behind until the table was read, and takes nothing before', () => {
    lane.offer(batch(0, 2));
    expect([lane.isBehind(0), sources(lane)]).toEqual([true, []]);
    lane.catchUp(2);
    expect(lane.isBehind(2)).toBe(false);
  });

  it('queues what is committed while the table is read, without what the read brought already', () => {
    lane.catchUp(2);
    lane.offer(batch(0, 2));
    lane.offer(batch(2, 3));
    lane.published({ src: 2, idx: 0 });
    expect(sources(lane)).toEqual([3, 4]);
  });

  it('falls behind when another process committed in between, whoever notices first', () => {
    lane.catchUp(2);
    expect(lane.isBehind(3)).toBe(true);
    lane.offer(batch(3, 1));
    expect([lane.isBehind(2), sources(lane)]).toEqual([true, []]);
  });

  it('keeps what is not published yet, and drops what is', () => {
    lane.catchUp(0);
    lane.offer(batch(0, 4));
    lane.published({ src: 1, idx: 0 });
    expect(sources(lane)).toEqual([2, 3]);
    lane.published({ src: 3, idx: 5 });
    expect(sources(lane)).toEqual([]);
    expect(lane.isBehind(4)).toBe(false);
  });

  it.each([
    ['events', 2_001, 1],
    ['bytes', 5, 1_000_000],
  ])('falls behind rather than hold too many %s', (_, count, bytes) => {
    lane.catchUp(0);
    lane.offer(batch(0, count, bytes));
    expect([lane.isBehind(0), sources(lane)]).toEqual([true, []]);
  });
});
