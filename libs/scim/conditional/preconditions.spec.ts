import fc from 'fast-check';
import { etagOf, matchesVersion, parseEntityTags } from './etag.js';
import {
  checkAbsentPreconditions,
  checkWritePreconditions,
  isNotModified,
  readPreconditions,
} from './preconditions.js';

const relaxed = { requireIfMatch: false };
const write = (headers: { ifMatch?: string; ifNoneMatch?: string }, version: number, settings = relaxed) =>
  checkWritePreconditions(readPreconditions(headers), version, settings)?.status;

describe('conditional requests', () => {
  it('211: the tag of a version is weak', () => {
    expect(etagOf(7)).toBe('W/"7"');
  });

  it('213: If-None-Match with the current tag or * means not modified, another tag does not', () => {
    expect(isNotModified(readPreconditions({ ifNoneMatch: 'W/"7"' }), 7)).toBe(true);
    expect(isNotModified(readPreconditions({ ifNoneMatch: '*' }), 7)).toBe(true);
    expect(isNotModified(readPreconditions({ ifNoneMatch: 'W/"6"' }), 7)).toBe(false);
    expect(isNotModified(readPreconditions({}), 7)).toBe(false);
  });

  it.each(['W/"6", W/"7"', '"7","x"', ' W/"a,b" ,w/"7"', '7', 'W/7', '"6" "7"'])(
    '214: finds the version in the list %s by weak comparison',
    (header) => {
      expect(isNotModified(readPreconditions({ ifNoneMatch: header }), 7)).toBe(true);
    },
  );

  it.each(['', '"', 'W/', ',,,', 'W/"77"', 'W/"*"'])('215: %j names no version 7', (header) => {
    expect(matchesVersion(parseEntityTags(header), 7)).toBe(false);
  });

  it('215: a wrong If-Match is 412; *, the right tag and a list with it pass', () => {
    expect(write({ ifMatch: 'W/"6"' }, 7)).toBe(412);
    expect(write({ ifMatch: '*' }, 7)).toBeUndefined();
    expect(write({ ifMatch: 'W/"7"' }, 7)).toBeUndefined();
    expect(write({ ifMatch: 'W/"6", W/"7"' }, 7)).toBeUndefined();
    expect(write({ ifNoneMatch: '*' }, 7)).toBe(412);
  });

  it('217: where If-Match is required its absence is 428', () => {
    expect(write({}, 7)).toBeUndefined();
    expect(write({}, 7, { requireIfMatch: true })).toBe(428);
    expect(write({ ifMatch: 'W/"7"' }, 7, { requireIfMatch: true })).toBeUndefined();
  });

  it('216: If-Match of what does not exist is 412 only where the directory wants it', () => {
    const absent = (ifMatch: string | undefined, ifMatchUnknownId: 'not-found' | 'precondition-failed') =>
      checkAbsentPreconditions(readPreconditions({ ifMatch }), { ifMatchUnknownId })?.status;
    expect(absent('*', 'precondition-failed')).toBe(412);
    expect(absent('W/"7"', 'precondition-failed')).toBe(412);
    expect(absent(undefined, 'precondition-failed')).toBeUndefined();
    expect(absent('*', 'not-found')).toBeUndefined();
  });

  it('never throws and always ends, whatever the header', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('W', '/', '"', ',', ' ', '*', '7', 'x') }), (header) => {
        expect(typeof matchesVersion(parseEntityTags(header), 7)).toBe('boolean');
      }),
    );
    expect(parseEntityTags('"a",'.repeat(100_000))).toMatchObject({ is: 'listed' });
  });
});
