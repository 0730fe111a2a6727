import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { PrivacyError } from './privacy-error.js';
import { takeRandomBytes } from './random-bytes.js';

/*
 * Sealed bytes, AES-256-GCM:
 *
 *   sealed = version nonce ciphertext tag
 *   version = %x01
 *   nonce   = 12 random bytes
 *   tag     = 16 bytes
 *   additional data: version, then the UTF-8 of the place that the sealed bytes belong to
 *
 * The place is not in the bytes: what is moved to another place cannot be opened there.
 */

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES;

const additionalBytes = (place: string): Buffer => Buffer.from(`\x01${place}`, 'utf8');

// A key as bytes would cost more than the sealing itself: the cipher then makes its key object the slow way.
const keyObjectOf = (key: Buffer | KeyObject): KeyObject => (Buffer.isBuffer(key) ? createSecretKey(key) : key);

export const sealBytes = (key: Buffer | KeyObject, plain: Uint8Array, place: string): Buffer => {
  const nonce = takeRandomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyObjectOf(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalBytes(place));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.getAuthTag()]);
};

/** @throws {PrivacyError} SEALED_MALFORMED */
export const openBytes = (key: Buffer | KeyObject, sealed: Uint8Array, place: string): Buffer => {
  if (sealed.length < HEAD_BYTES + TAG_BYTES || sealed[0] !== VERSION) {
    throw new PrivacyError('SEALED_MALFORMED', 'The sealed bytes are cut or of an unknown version.');
  }
  const decipher = createDecipheriv('aes-256-gcm', keyObjectOf(key), sealed.subarray(1, HEAD_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(additionalBytes(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(HEAD_BYTES, sealed.length - TAG_BYTES));
    decipher.final();
    return plain;
  } catch (cause) {
    throw new PrivacyError('SEALED_MALFORMED', 'The sealed bytes do not belong to this key and place.', { cause });
  }
};
