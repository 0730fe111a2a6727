import { createHmac } from 'node:crypto';
import type { MasterKey } from './master-key.js';

/**
 * The key under which a unique value is claimed on the journal: HMAC-SHA256 of directory, scope and value, base64url.
 * The same value gives unrelated keys in two directories or scopes.
 *
 * @param canonical the value in the form that is compared; the scope names that form's version
 */
export const claimKeyOf = (master: MasterKey, directoryId: string, scope: string, canonical: string): string =>
  createHmac('sha256', master.keyFor('claim'))
    .update(`${directoryId}\0${scope}\0${canonical}`, 'utf8')
    .digest('base64url');
