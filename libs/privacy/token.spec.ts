import { Secret } from '#runtime';
import { claimKeyOf } from './claim-key.js';
import { masterKeyFrom } from './master-key.js';
import { isWellFormedToken, newToken, tokenDigest } from './token.js';

const master = masterKeyFrom(new Secret('1'.repeat(64)));

describe('a token', () => {
  it('has the prefix, 32 random characters and a checksum, and is never given twice', () => {
    const tokens = Array.from({ length: 500 }, () => newToken().reveal());
    expect(new Set(tokens).size).toBe(500);
    for (const token of tokens) {
      expect(token).toMatch(/^rollcall_[0-9A-Za-z]{38}$/);
      expect(isWellFormedToken(token)).toBe(true);
    }
  });

  it('keeps its form: a known token stays well formed', () => {
    expect(isWellFormedToken('rollcall_0123456789ABCDEFGHIJKLMNOPQRSTUV022C56')).toBe(true);
  });

  it('is recognised as mistyped when one character differs, is missing or is too many', () => {
    const token = newToken().reveal();
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'x' ? 'y' : 'x';
      expect(isWellFormedToken(token.slice(0, at) + other + token.slice(at + 1))).toBe(false);
      expect(isWellFormedToken(token.slice(0, at) + token.slice(at + 1))).toBe(false);
    }
    expect(isWellFormedToken(`${token}0`)).toBe(false);
    expect(isWellFormedToken('')).toBe(false);
    expect(isWellFormedToken('é'.repeat(100_000))).toBe(false);
  });

  it('is stored as a digest that depends on the master key', () => {
    const other = masterKeyFrom(new Secret('2'.repeat(64)));
    const token = newToken().reveal();
    expect(tokenDigest(master, token)).toBe(tokenDigest(master, token));
    expect(tokenDigest(master, token)).not.toBe(tokenDigest(other, token));
    expect(tokenDigest(master, token)).not.toContain(token);
  });
});

describe('a claim key', () => {
  it('is the same for the same value only, per directory and scope', () => {
    const key = claimKeyOf(master, 'd', 'userName/1', 'bjensen');
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(claimKeyOf(master, 'd', 'userName/1', 'bjensen')).toBe(key);
    const others = [
      claimKeyOf(master, 'e', 'userName/1', 'bjensen'),
      claimKeyOf(master, 'd', 'userName/2', 'bjensen'),
      claimKeyOf(master, 'd', 'userName/1', 'bjenson'),
    ];
    expect(new Set([key, ...others]).size).toBe(4);
  });
});
