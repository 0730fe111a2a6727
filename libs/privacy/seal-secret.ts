import { Secret } from '#runtime';
import type { MasterKey } from './master-key.js';
import { openBytes, sealBytes } from './sealed-bytes.js';

/**
 * Seals a secret that is not a person's, such as a target's token, under the master key.
 *
 * @param aad the place it belongs to, for example `target/<id>`
 * @returns base64
 */
export const sealSecret = (master: MasterKey, text: string | Secret, aad: string): string => {
  const plain = typeof text === 'string' ? text : text.reveal();
  return sealBytes(master.keyFor('secret'), Buffer.from(plain, 'utf8'), `secret/${aad}`).toString('base64');
};

/** @throws {PrivacyError} SEALED_MALFORMED */
export const openSecret = (master: MasterKey, sealed: string, aad: string): Secret =>
  new Secret(openBytes(master.keyFor('secret'), Buffer.from(sealed, 'base64'), `secret/${aad}`).toString('utf8'));
