import fc from 'fast-check';
import { Secret } from '#runtime';
import { masterKeyFrom } from './master-key.js';
import { placeOf, seal, unseal } from './seal.js';
import { openSecret, sealSecret } from './seal-secret.js';

const key = Buffer.alloc(32, 7);
const place = placeOf('d', 'u', 'user.created');
const malformed = expect.objectContaining({ code: 'SEALED_MALFORMED' });

describe('sealing personal attributes', () => {
  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (attributes) => {
        const roundTripped = JSON.parse(JSON.stringify(attributes));
        expect(unseal(key, seal(key, attributes, place), place)).toEqual(roundTripped);
      }),
    );
  });

  it('shows nothing of the value and differs each time', () => {
    const value = { userName: 'barbara.jensen@example.com' };
    const [first, second] = [seal(key, value, place), seal(key, value, place)];
    expect(first).not.toBe(second);
    expect(Buffer.from(first, 'base64').toString('latin1')).not.toContain('jensen');
  });

  it('does not open in another place', () => {
    const sealed = seal(key, { a: 1 }, place);
    for (const [directory, id, type] of [
      ['e', 'u', 'user.created'],
      ['d', 'v', 'user.created'],
      ['d', 'u', 'user.updated'],
    ] as const) {
      expect(() => unseal(key, sealed, placeOf(directory, id, type))).toThrow(malformed);
    }
  });

  it('does not open under another key', () => {
    expect(() => unseal(Buffer.alloc(32, 8), seal(key, { a: 1 }, place), place)).toThrow(malformed);
  });

  it('does not open when any byte was changed or cut', () => {
    const sealed = Buffer.from(seal(key, { a: 1 }, place), 'base64');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(key, changed.toString('base64'), place)).toThrow(malformed);
      expect(() => unseal(key, sealed.subarray(0, at).toString('base64'), place)).toThrow(malformed);
    }
  });
});

describe('sealing a secret', () => {
  const master = masterKeyFrom(new Secret('1'.repeat(64)));

  it('gives it back as a secret that cannot be printed', () => {
    const opened = openSecret(master, sealSecret(master, 's3cret', 'target/1'), 'target/1');
    expect(opened.reveal()).toBe('s3cret');
    expect(`${opened}`).toBe('[secret]');
  });

  it('opens only where it was sealed for', () => {
    expect(() => openSecret(master, sealSecret(master, 's3cret', 'target/1'), 'target/2')).toThrow(malformed);
  });
});
