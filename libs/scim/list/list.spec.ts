import fc from 'fast-check';
import { isScimError } from '../scim-error.js';
import { type CursorPosition, decodeCursor, encodeCursor, queryFingerprint } from './cursor.js';
import { listResponse } from './list-response.js';
import { type PagingParameters, readPaging } from './read-paging.js';

const limits = { defaultPageSize: 100, maxPageSize: 200 };
const read = (parameters: PagingParameters) => readPaging(parameters, limits);

describe('index paging', () => {
  test.each([
    ['137', {}, 1, 100],
    ['137', { startIndex: '0' }, 1, 100],
    ['137', { startIndex: '-5' }, 1, 100],
    ['138', { count: '0' }, 1, 0],
    ['139', { count: '-1' }, 1, 0],
    ['140', { count: '100000' }, 1, 200],
    ['140', { count: '9'.repeat(50) }, 1, 200],
    ['142', { startIndex: '5000', count: '3' }, 5000, 3],
    ['142', { startIndex: '9'.repeat(30) }, Number.MAX_SAFE_INTEGER, 100],
    ['269', { startIndex: 3, count: 2 }, 3, 2],
    ['119', { startIndex: ' 3', count: '2 ' }, 3, 2],
    ['147', { startIndex: '', count: '' }, 1, 100],
  ])('%s: %j', (_, parameters, startIndex, count) => {
    expect(read(parameters)).toEqual({ kind: 'index', startIndex, count });
  });

  test.each([
    { startIndex: 'abc' },
    { count: '1.5' },
    { count: 1.5 },
    { count: '1e3' },
    { count: true },
    { startIndex: ['1', '2'] },
    { count: Number.NaN },
    { startIndex: '0x10' },
  ])('144: %j is refused', (parameters) => {
    expect(read(parameters)).toMatchObject({ status: 400, scimType: 'invalidValue' });
  });

  test('135, 136, 141: the answer has exactly its keys', () => {
    expect(listResponse({ paging: 'index', resources: [], totalResults: 7, startIndex: 9 })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 7,
      startIndex: 9,
      itemsPerPage: 0,
      Resources: [],
    });
  });
});

describe('150: cursor paging', () => {
  const terms = { query: queryFingerprint(['dir', '/Users', 'userName pr', undefined]), key: Buffer.from('key') };
  const position: CursorPosition = { kind: 'after', createdAt: 5, id: '01890a5d-ac96-774b-bcce-b302099a8057' };

  test('an empty cursor asks for the first page', () => {
    expect(read({ cursor: '', count: '2' })).toEqual({ kind: 'cursor', count: 2 });
    expect(read({ cursor: 'abc', startIndex: '7' })).toEqual({ kind: 'cursor', cursor: 'abc', count: 100 });
    expect(read({ cursor: '', count: 'many' })).toMatchObject({ scimType: 'invalidCount' });
    expect(read({ cursor: 5 })).toMatchObject({ scimType: 'invalidCursor' });
  });

  test('the first page has no previousCursor, the last no nextCursor', () => {
    expect(Object.keys(listResponse({ paging: 'cursor', resources: [1], totalResults: 1 }))).toEqual([
      'schemas',
      'totalResults',
      'itemsPerPage',
      'Resources',
    ]);
    expect(listResponse({ paging: 'cursor', resources: [1], totalResults: 3, nextCursor: 'x' })).toMatchObject({
      nextCursor: 'x',
    });
  });

  test('a cursor gives its position back until it expires', () => {
    for (const place of [position, { kind: 'offset', offset: 40 } as const]) {
      const cursor = encodeCursor(place, 1_000, terms);
      expect(decodeCursor(cursor, 999, terms)).toEqual(place);
      expect(decodeCursor(cursor, 1_000, terms)).toMatchObject({ status: 400, scimType: 'expiredCursor' });
      expect(encodeURIComponent(cursor)).toBe(cursor);
    }
  });

  test('a cursor of another query, another key or of nobody is invalid', () => {
    const cursor = encodeCursor(position, 1_000, terms);
    const others = [
      { ...terms, query: queryFingerprint(['dir', '/Users', 'userName pr', 'title']) },
      { ...terms, key: Buffer.from('other') },
      { query: terms.query },
    ];
    for (const other of others) expect(decodeCursor(cursor, 0, other)).toMatchObject({ scimType: 'invalidCursor' });
  });

  test('no changed or invented cursor is ever accepted or throws', () => {
    const cursor = encodeCursor(position, 1_000, terms);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.nat(cursor.length - 1)), (given) => {
        const text = typeof given === 'number' ? `${cursor.slice(0, given)}_${cursor.slice(given + 2)}` : given;
        expect(isScimError(decodeCursor(text, 0, terms))).toBe(true);
      }),
    );
    const forged = `${Buffer.from('[1,"q",9,"x"]').toString('base64url')}.`;
    expect(decodeCursor(forged, 0, terms)).toMatchObject({ scimType: 'invalidCursor' });
  });

  test('fingerprints tell queries apart', () => {
    expect(queryFingerprint(['a', 'b'])).not.toBe(queryFingerprint(['ab', '']));
    expect(queryFingerprint(['a', undefined])).not.toBe(queryFingerprint(['a', 'null']));
  });
});
