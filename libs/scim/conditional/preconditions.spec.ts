import fc from 'fast-check';
import { etagOf, matchesTag, parseEntityTags, type Tagged } from './etag.js';
import {
  checkAbsentPreconditions,
  checkWritePreconditions,
  isNotModified,
  readPreconditions,
} from './preconditions.js';

const seven = { version: 7, cascades: 0 };
const relaxed = { requireIfMatch: false };
const write = (headers: { ifMatch?: string; ifNoneMatch?: string }, resource: Tagged, settings = relaxed) =>
  checkWritePreconditions(readPreconditions(headers), resource, settings)?.status;

describe('conditional requests', () => {
  it('211: the tag of a version is weak', () => {
    expect(etagOf(seven)).toBe('W/"7"');
  });

  it('213: If-None-Match with the current tag or * means not modified, another tag does not', () => {
    expect(isNotModified(readPreconditions({ ifNoneMatch: 'W/"7"' }), seven)).toBe(true);
    expect(isNotModified(readPreconditions({ ifNoneMatch: '*' }), seven)).toBe(true);
    expect(isNotModified(readPreconditions({ ifNoneMatch: 'W/"6"' }), seven)).toBe(false);
    expect(isNotModified(readPreconditions({}), seven)).toBe(false);
  });

  it.each(['W/"6", W/"7"', '"7","x"', ' W/"a,b" ,w/"7"', '7', 'W/7', '"6" "7"'])(
    '214: finds the version in the list %s by weak comparison',
    (header) => {
      expect(isNotModified(readPreconditions({ ifNoneMatch: header }), seven)).toBe(true);
    },
  );

  it.each(['', '"', 'W/', ',,,', 'W/"77"', 'W/"*"'])('215: %j names no version 7', (header) => {
    expect(matchesTag(parseEntityTags(header), seven)).toBe(false);
  });

  it('215: a wrong If-Match is 412; *, the right tag and a list with it pass', () => {
    expect(write({ ifMatch: 'W/"6"' }, seven)).toBe(412);
    expect(write({ ifMatch: '*' }, seven)).toBeUndefined();
    expect(write({ ifMatch: 'W/"7"' }, seven)).toBeUndefined();
    expect(write({ ifMatch: 'W/"6", W/"7"' }, seven)).toBeUndefined();
    expect(write({ ifNoneMatch: '*' }, seven)).toBe(412);
  });

  it('217: where If-Match is required its absence is 428', () => {
    expect(write({}, seven)).toBeUndefined();
    expect(write({}, seven, { requireIfMatch: true })).toBe(428);
    expect(write({ ifMatch: 'W/"7"' }, seven, { requireIfMatch: true })).toBeUndefined();
  });

  it('216: If-Match of what does not exist is 412 only where the directory wants it', () => {
    const absent = (ifMatch: string | undefined, ifMatchUnknownId: 'not-found' | 'precondition-failed') =>
      checkAbsentPreconditions(readPreconditions({ ifMatch }), { ifMatchUnknownId })?.status;
    expect(absent('*', 'precondition-failed')).toBe(412);
    expect(absent('W/"7"', 'precondition-failed')).toBe(412);
    expect(absent(undefined, 'precondition-failed')).toBeUndefined();
    expect(absent('*', 'not-found')).toBeUndefined();
  });

  it('212: what others’ deletions took out of a resource makes another tag, which every condition goes by', () => {
    const smaller = { version: 7, cascades: 2 };
    expect(etagOf(smaller)).toBe('W/"7.2"');
    for (const tag of ['W/"7.2"', 'W/"7"', 'W/"7.1"', 'W/"7.20"', 'W/"2"']) {
      const isCurrent = tag === 'W/"7.2"';
      expect(isNotModified(readPreconditions({ ifNoneMatch: tag }), smaller)).toBe(isCurrent);
      expect(write({ ifMatch: tag }, smaller)).toBe(isCurrent ? undefined : 412);
    }
  });

  it('never throws and always ends, whatever the header', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('W', '/', '"', ',', ' ', '*', '7', 'x') }), (header) => {
        expect(typeof matchesTag(parseEntityTags(header), seven)).toBe('boolean');
      }),
    );
    expect(parseEntityTags('"a",'.repeat(100_000))).toMatchObject({ is: 'listed' });
  });
});
