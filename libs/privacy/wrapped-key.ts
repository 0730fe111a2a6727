import type { MasterKey } from './master-key.js';
import { takeRandomBytes } from './random-bytes.js';
import { openBytes, sealBytes } from './sealed-bytes.js';

export const newSubjectKey = (): Buffer => takeRandomBytes(32);

/** A subject's key as stored: sealed under the master key for this subject only. */
export const wrapKey = (master: MasterKey, subjectId: string, key: Buffer): Buffer =>
  sealBytes(master.keyFor('subject-key'), key, `subject/${subjectId}`);

/** @throws {PrivacyError} SEALED_MALFORMED */
export const unwrapKey = (master: MasterKey, subjectId: string, wrapped: Buffer): Buffer =>
  openBytes(master.keyFor('subject-key'), wrapped, `subject/${subjectId}`);
