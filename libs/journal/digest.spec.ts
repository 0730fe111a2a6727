import { createHash } from 'node:crypto';
import { advanceDigest, EMPTY_DIGEST } from './digest.js';
import type { Judgement } from './verdict.js';

const judgements: readonly (readonly [Judgement, string])[] = [
  [{ is: 'ignored' }, 'ignored'],
  [{ is: 'accepted', version: 12 }, 'accepted:12'],
  [{ is: 'void', reason: 'expired' }, 'void:expired'],
  [{ is: 'void', reason: 'uniqueness', scope: 'userName/1' }, 'void:uniqueness:userName/1'],
];

describe('the digest chain', () => {
  it.each(judgements)('has the documented bytes for %j', (judgement, text) => {
    const previous = Buffer.alloc(32, 5);
    const bytes = Buffer.concat([previous, Buffer.from('0000000100000002', 'hex'), Buffer.from(text)]);
    const digest = createHash('sha256').update(bytes).digest('hex');
    expect(Buffer.from(advanceDigest(previous, 0x1_0000_0002, judgement)).toString('hex')).toBe(digest);
  });

  it('never changes: a known chain gives a known digest', () => {
    const last = judgements.reduce(
      (digest, [judgement], offset) => advanceDigest(digest, offset, judgement),
      EMPTY_DIGEST,
    );
    expect(Buffer.from(last).toString('hex')).toBe('73cbc98626aea8b6e8c4d6ca2ee2350648f66426cc851243da91380507ba95c1');
  });
});
