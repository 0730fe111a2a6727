import fc from 'fast-check';
import type { JsonRead } from './read-json.js';
import { readJson } from './read-json.js';

const limits = { maxBytes: 1_000_000, maxDepth: 32 };
const read = (text: string) => readJson(new TextEncoder().encode(text), limits);
const refused = (scimType: string) => ({ kind: 'scim-error', status: 400, scimType });

describe('reading a JSON body', () => {
  it.each(['', '{', '{"a":1,}', "{'a':1}", 'nope', '{"a":"\u0001"}', '[1] x', '\u0000'])(
    '39: refuses malformed text %j',
    (text) => {
      expect(read(text)).toMatchObject(refused('invalidSyntax'));
    },
  );

  it('276: refuses bytes that are no UTF-8, encoded surrogates included', () => {
    expect(readJson(Uint8Array.of(0x22, 0xff, 0x22), limits)).toMatchObject(refused('invalidSyntax'));
    expect(readJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), limits)).toMatchObject(refused('invalidSyntax'));
  });

  it.each([10_000, 1_000_000])('276: refuses %i levels of nesting without recursing', (levels) => {
    const text = '['.repeat(levels);
    expect(readJson(new TextEncoder().encode(text), { ...limits, maxBytes: 2_000_000 })).toMatchObject(
      refused('invalidSyntax'),
    );
  });

  it('accepts the depth that is allowed, brackets inside strings not counted', () => {
    expect(read('['.repeat(32) + ']'.repeat(32))).toMatchObject({ kind: 'json' });
    expect(read(`{"a":"${'['.repeat(100)}\\"{{{"}`)).toMatchObject({ kind: 'json' });
  });

  it.each([
    ['{"name":{"givenName":"a\\u0000b"}}', 'name.givenName'],
    ['{"emails":[{"value":"x"},{"value":"\\ud800"}]}', 'emails[1].value'],
    ['{"a":{"\\udc00":1}}', 'a name in a'],
    ['{"x":1234567890123456789012}', 'x'],
    ['{"x":9007199254740993}', 'x'],
    ['{"x":-9007199254740993}', 'x'],
    ['{"x":1e999}', 'x'],
    ['"\\u0000"', 'the body'],
  ])('276: refuses %s and names the place', (text, place) => {
    const error = read(text);
    expect(error).toMatchObject(refused('invalidValue'));
    expect((error as { detail: string }).detail).toMatch(new RegExp(`^${place.replace(/[[\]]/g, '\\$&')}:`));
  });

  it('65: keeps every character: pairs, right-to-left, quotes, backslashes, both normal forms', () => {
    const text = 'é e\u0301 \ud83d\ude00 \u05d0 " \\ \u200f';
    expect(read(JSON.stringify({ text }))).toEqual({ kind: 'json', value: { text } });
    expect(read('"\\ud83d\\ude00"')).toEqual({ kind: 'json', value: '😀' });
  });

  it('230: refuses a body above the limit with 413 before parsing it', () => {
    expect(readJson(new TextEncoder().encode('{"broken'), { maxBytes: 4, maxDepth: 1 })).toMatchObject({ status: 413 });
  });

  it('276: takes __proto__ as an ordinary key', () => {
    const { value } = read('{"__proto__":{"polluted":true}}') as JsonRead;
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('gives back every value JSON can write, and does not mistake a body for an error', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const result = read(text);
        if (result.kind === 'json') expect(JSON.stringify(result.value)).toBe(text);
        else expect(result.scimType).toBe('invalidValue');
      }),
    );
    expect(read('{"kind":"scim-error","status":400}')).toEqual({
      kind: 'json',
      value: { kind: 'scim-error', status: 400 },
    });
  });
});
