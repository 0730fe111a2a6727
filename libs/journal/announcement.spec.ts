import fc from 'fast-check';
import { type AnnouncedVerdict, decodeAnnouncement, encodeAnnouncement } from './announcement.js';

const verdict: fc.Arbitrary<AnnouncedVerdict> = fc.record({
  commandId: fc.uuid(),
  offset: fc.nat(),
  effectiveTime: fc.nat(),
  verdict: fc.oneof(
    fc.record({ is: fc.constant('accepted' as const), version: fc.nat() }),
    fc.record({ is: fc.constant('void' as const), reason: fc.constantFrom('expired' as const, 'gone' as const) }),
    fc.record({ is: fc.constant('void' as const), reason: fc.constant('uniqueness' as const), scope: fc.string() }),
  ),
});
const bare = { generation: 'rm_1', partition: 3, nextOffset: 12, effectiveTime: 1_700_000_000_000 };

describe('an announcement', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 40 }), (verdicts) => {
        expect(decodeAnnouncement(encodeAnnouncement({ ...bare, verdicts }))).toEqual({ ...bare, verdicts });
      }),
    );
  });

  it('leaves out verdicts that do not fit a notification', () => {
    const [one] = fc.sample(verdict, 1);
    const text = encodeAnnouncement({ ...bare, verdicts: Array.from({ length: 500 }, () => one as AnnouncedVerdict) });
    expect(text.length).toBeLessThan(8_000);
    expect(decodeAnnouncement(text)).toEqual(bare);
  });

  it.each(['0:17', '', '{', 'null', '[]', '[1,2]', '["rm_1"]'])('is not taken from %j', (text) => {
    expect(decodeAnnouncement(text)).toBeUndefined();
  });
});
