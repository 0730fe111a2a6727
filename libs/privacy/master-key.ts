import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import type { Secret } from '#runtime';
import { PrivacyError } from './privacy-error.js';

const KEY_BYTES = 32;
const HEX = /^[0-9a-fA-F]{64}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

const purposes = ['subject-key', 'claim', 'secret', 'token', 'check'] as const;
export type KeyPurpose = (typeof purposes)[number];

/**
 * The installation's one secret. Never used itself: each purpose has a key of its own, derived once by HKDF-SHA256
 * (RFC 5869) with info `rollcall/<purpose>/1`. Cannot be printed.
 */
export class MasterKey {
  readonly #keys: ReadonlyMap<KeyPurpose, KeyObject>;

  constructor(bytes: Uint8Array) {
    this.#keys = new Map(
      purposes.map((purpose) => [
        purpose,
        createSecretKey(Buffer.from(hkdfSync('sha256', bytes, new Uint8Array(0), `rollcall/${purpose}/1`, KEY_BYTES))),
      ]),
    );
  }

  keyFor(purpose: KeyPurpose): KeyObject {
    const key = this.#keys.get(purpose);
    if (!key) throw new PrivacyError('MASTER_KEY_MALFORMED', `No key was derived for ${purpose}.`);
    return key;
  }

  toJSON(): string {
    return '[master key]';
  }

  [inspect.custom](): string {
    return '[master key]';
  }
}

const keyBytesOf = (padded: string): Buffer | undefined => {
  const text = padded.trim();
  const bytes = HEX.test(text) ? Buffer.from(text, 'hex') : BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
  return bytes?.length === KEY_BYTES ? bytes : undefined;
};

/** Whether {@link masterKeyFrom} takes the text. */
export const isMasterKey = (text: string): boolean => keyBytesOf(text) !== undefined;

/**
 * @param secret 32 bytes as 64 hex digits, or as 43 characters of base64 or base64url with or without padding
 * @throws {PrivacyError} MASTER_KEY_MALFORMED
 */
export const masterKeyFrom = (secret: Secret): MasterKey => {
  const bytes = keyBytesOf(secret.reveal());
  if (bytes === undefined) {
    throw new PrivacyError('MASTER_KEY_MALFORMED', 'A master key is 32 random bytes in base64 or hex.');
  }
  return new MasterKey(bytes);
};

/** What an installation stores of its master key, to refuse another one at boot. Says nothing about the key. */
export const masterKeyCheck = (master: MasterKey): Buffer =>
  createHmac('sha256', master.keyFor('check')).update('rollcall master key').digest();
