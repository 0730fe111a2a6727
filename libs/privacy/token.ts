import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Secret } from '#runtime';
import type { MasterKey } from './master-key.js';
import { takeRandomBytes } from './random-bytes.js';

/*
 * token    = "rollcall_" secret checksum
 * secret   = 32 base62 characters, 190 bits
 * checksum = CRC-32 of prefix and secret, 6 base62 characters, most significant first
 *
 * The prefix lets secret scanners find a leaked token, the checksum lets them (and us) tell it from noise.
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'rollcall_';
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const TOKEN_LENGTH = PREFIX.length + SECRET_LENGTH + CHECKSUM_LENGTH;
const FORM = /^rollcall_[0-9A-Za-z]{38}$/;

/** A bearer token, to be shown once. Only its digest is kept. */
export const newToken = (): Secret => {
  let text = PREFIX;
  while (text.length < PREFIX.length + SECRET_LENGTH) {
    for (const byte of takeRandomBytes(SECRET_LENGTH)) {
      // 248 is the largest multiple of 62 in a byte; the rest would favour the first letters.
      if (byte < 248 && text.length < PREFIX.length + SECRET_LENGTH) text += ALPHABET[byte % ALPHABET.length];
    }
  }
  return new Secret(text + checksumOf(text));
};

/** Whether the text has a token's form and checksum. The work is the same for every text. */
export const isWellFormedToken = (text: string): boolean => {
  const fixed = text.slice(0, TOKEN_LENGTH).padEnd(TOKEN_LENGTH, '0');
  const split = TOKEN_LENGTH - CHECKSUM_LENGTH;
  const hasChecksum = checksumOf(fixed.slice(0, split)) === fixed.slice(split);
  const hasForm = FORM.test(fixed);
  return hasChecksum && hasForm && text.length === TOKEN_LENGTH;
};

/** What is stored and looked up in place of a token: HMAC-SHA256 under the master key, base64url. */
export const tokenDigest = (master: MasterKey, token: string): string =>
  createHmac('sha256', master.keyFor('token')).update(token, 'utf8').digest('base64url');

const checksumOf = (text: string): string => {
  let rest = crc32(text);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = `${ALPHABET[rest % ALPHABET.length]}${digits}`;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
};
