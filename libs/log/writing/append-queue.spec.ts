import { logLimits } from '../limits.js';
import { aRecord, numbered, text } from '../reading.contract.js';
import { AppendQueue, cutForSending, type Waiting } from './append-queue.js';

const sized = (bytes: number, partition = 0) => ({ ...aRecord('', partition), value: Buffer.alloc(bytes) });
const waiting = (records: Waiting['records']): Waiting => ({ records, since: 0, settle: () => undefined });
const counts = (taken: readonly Waiting[]) => taken.map(({ records }) => records.length);

describe('The append queue', () => {
  it('gives calls in the order they came, whole, up to 500 records', () => {
    const queue = new AppendQueue();
    for (const size of [200, 250, 100, 1]) queue.put(waiting(numbered(size)));
    expect([counts(queue.take()), counts(queue.take()), counts(queue.take())]).toEqual([[200, 250], [100, 1], []]);
  });

  it('stops before a partition gets more than a batch may hold, and counts each partition for itself', () => {
    const queue = new AppendQueue();
    const large = logLimits.batchBytes - 100;
    for (const partition of [0, 1, 0]) queue.put(waiting([sized(large, partition)]));
    expect([counts(queue.take()), counts(queue.take())]).toEqual([[1, 1], [1]]);
  });

  it('refuses for certain what would make it grow past its bounds', () => {
    const queue = new AppendQueue();
    for (let i = 0; i < 40; i++) queue.put(waiting(numbered(500)));
    expect(() => queue.put(waiting(numbered(1)))).toThrow(
      expect.objectContaining({ code: 'LOG_QUEUE_FULL', definite: true }),
    );
    queue.take();
    queue.put(waiting(numbered(1)));
    expect(queue.records).toBe(19_501);
  });
});

describe('A long call', () => {
  it('is cut into parts that fit a batch, in order', () => {
    const parts = cutForSending(numbered(1_201));
    expect(parts.map((part) => part.length)).toEqual([500, 500, 201]);
    expect(parts.flat().map(text)).toEqual(numbered(1_201).map(text));
  });

  it('is cut where the bytes of a partition are full', () => {
    expect(cutForSending([sized(600_000), sized(600_000, 1), sized(600_000)]).map((part) => part.length)).toEqual([
      2, 1,
    ]);
  });
});
