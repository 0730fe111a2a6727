import { murmur2, partitionOf } from './partition.js';

// From Kafka's UtilsTest.testMurmur2.
const known: readonly (readonly [string, number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

describe('partition of a directory', () => {
  it.each(known)("hashes %s as Kafka's own partitioner does", (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('clears the sign before taking the remainder', () => {
    expect(partitionOf('21', 24)).toBe((-973932308 & 0x7fffffff) % 24);
  });

  it('spreads directories over all partitions', () => {
    const used = new Set<number>();
    for (let n = 0; n < 1000; n += 1) used.add(partitionOf(`directory-${n}`, 24));
    expect(used.size).toBe(24);
  });
});
