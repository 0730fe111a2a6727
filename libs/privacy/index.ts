export { claimKeyOf } from './claim-key.js';
export { isMasterKey, MasterKey, masterKeyCheck, masterKeyFrom } from './master-key.js';
export { PrivacyError, type PrivacyErrorCode } from './privacy-error.js';
export { placeOf, seal, unseal } from './seal.js';
export { openSecret, sealSecret } from './seal-secret.js';
export type { SubjectKey } from './subject-key-pool.js';
export { SubjectKeys, type SubjectKeysOptions } from './subject-keys.js';
export { isWellFormedToken, newToken, tokenDigest } from './token.js';
