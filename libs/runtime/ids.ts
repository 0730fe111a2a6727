import { createHash, randomFillSync } from 'node:crypto';

/*
 * UUID layout (RFC 9562 §5.7 and §5.5)
 *   version 7: 48 bits unix ms | 4 bits version | 12 bits sequence | 2 bits variant | 62 bits random
 *   version 5: the first 128 bits of SHA-1(namespace bytes, name), version and variant overwritten
 */

const randomPool = Buffer.alloc(4096);
let poolAt = randomPool.length;
let lastMs = 0;
let sequence = 0;

/** A UUID version 7. Ids of one process ascend, also within one millisecond and when the clock is set back. */
export function newId(): string {
  const bytes = Buffer.allocUnsafe(16);
  takeRandom(bytes, 8);
  nextTick(Date.now());
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  setVariant(bytes);
  return format(bytes);
}

/** A UUID version 5: always the same id for the same namespace (a UUID) and name. */
export function derivedId(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  setVariant(bytes);
  return format(bytes);
}

/** RFC 9562 §6.2, method 1: a sequence within the millisecond; when it runs over, the next millisecond is borrowed. */
function nextTick(nowMs: number): void {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = takeStart();
  } else if (sequence === 0xfff) {
    lastMs += 1;
    sequence = 0;
  } else {
    sequence += 1;
  }
}

function takeStart(): number {
  const start = Buffer.allocUnsafe(2);
  takeRandom(start, 0);
  return start.readUInt16BE(0) & 0x7ff;
}

function takeRandom(target: Buffer, from: number): void {
  const wanted = target.length - from;
  if (poolAt + wanted > randomPool.length) {
    randomFillSync(randomPool);
    poolAt = 0;
  }
  randomPool.copy(target, from, poolAt, poolAt + wanted);
  randomPool.fill(0, poolAt, poolAt + wanted);
  poolAt += wanted;
}

function setVariant(bytes: Buffer): void {
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
}

function format(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
