import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let at = pool.length;

/** Random bytes, fetched from the system 8 kB at a time and wiped once given out. At most 1,024 at once. */
export const takeRandomBytes = (count: number): Buffer => {
  if (at + count > pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const bytes = Buffer.from(pool.subarray(at, at + count));
  pool.fill(0, at, at + count);
  at += count;
  return bytes;
};
