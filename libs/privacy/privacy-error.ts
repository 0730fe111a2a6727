export type PrivacyErrorCode =
  /** Not 32 bytes in base64, base64url or hex. */
  | 'MASTER_KEY_MALFORMED'
  /** Not sealed by us, sealed under another key, for another place, or changed since. */
  | 'SEALED_MALFORMED'
  /** No key could be had before the deadline; nothing was taken. */
  | 'SUBJECT_KEYS_UNAVAILABLE'
  | 'SUBJECT_KEYS_CLOSED';

/** A defect or a failing part, never an expected outcome. Messages hold no key, no plain text and no sealed text. */
export class PrivacyError extends Error {
  override readonly name = 'PrivacyError';
  constructor(
    readonly code: PrivacyErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
