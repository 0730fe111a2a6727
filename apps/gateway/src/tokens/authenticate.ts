import { isWellFormedToken, type MasterKey, tokenDigest } from '#privacy';
import { type ScimError, scimError } from '#scim';
import type { Directory } from './directory.js';
import type { DirectoryIndex } from './directory-index.js';

export type Authenticated = {
  readonly kind: 'authenticated';
  readonly directory: Directory;
  readonly tokenId: string;
  readonly readOnly: boolean;
};

/** One body and one header for every reason: what is wrong with a token is nobody's business but the admin's. */
const unauthorized: ScimError = scimError(
  401,
  'The bearer token is missing, malformed, unknown, expired or revoked, or belongs to a directory that is not served here.',
  undefined,
  { 'WWW-Authenticate': 'Bearer realm="rollcall"' },
);

/** Stands in for what was not sent, so that every refusal costs one digest and one look-up. */
const nothing = 'nothing';

/** @param provider set when the request came in by a provider's own base path. */
export const authenticate = (
  token: string | undefined,
  provider: string | undefined,
  index: DirectoryIndex,
  master: MasterKey,
  now: number,
): Authenticated | ScimError => {
  const wellFormed = token !== undefined && isWellFormedToken(token);
  const live = index.token(tokenDigest(master, wellFormed ? token : nothing));
  const directory = live && index.directory(live.directoryId);
  if (!wellFormed || !live || !directory) return unauthorized;
  if (live.expiresAt !== undefined && live.expiresAt <= now) return unauthorized;
  if (provider !== undefined && provider !== directory.provider) return unauthorized;
  if (!directory.enabled) {
    return scimError(403, `The directory "${directory.name}" is disabled. Enable it before provisioning from it.`);
  }
  return { kind: 'authenticated', directory, tokenId: live.tokenId, readOnly: live.readOnly };
};
