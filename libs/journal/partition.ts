const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** Kafka's murmur2 (its `Utils.murmur2`), as a signed 32-bit number. */
export const murmur2 = (bytes: Uint8Array): number => {
  const length = bytes.length;
  const byte = (index: number): number => bytes[index] ?? 0;
  let h = SEED ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let k = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
    k = Math.imul(k, M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  const rest = length - at;
  if (rest === 3) h ^= byte(at + 2) << 16;
  if (rest >= 2) h ^= byte(at + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ byte(at), M);
  h = Math.imul(h ^ (h >>> 13), M);
  return (h ^ (h >>> 15)) | 0;
};

/**
 * The partition that orders everything of a directory, the same as Kafka's own partitioner would choose for this key.
 *
 * @param partitions fixed for ever at an installation's first boot
 */
export const partitionOf = (directoryId: string, partitions: number): number =>
  (murmur2(Buffer.from(directoryId, 'utf8')) & 0x7fffffff) % partitions;
