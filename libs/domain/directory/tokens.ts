import type { Rejection } from '../decision.js';
import { invalid, overLimit } from '../rejections.js';
import { nameProblem } from '../text-rules.js';
import type { IssuedToken } from './events.js';
import type { DirectoryToken } from './state.js';

/** Enough to rotate with overlap, few enough that a forgotten one is noticed. */
export const MAX_LIVE_TOKENS = 5;
const TEN_YEARS_MS = 10 * 366 * 24 * 3_600_000;

/** Whether a token opens its directory at `now`, ms. */
export const isLiveToken = (token: Pick<DirectoryToken, 'expiresAt' | 'revokedAt'>, now: number): boolean =>
  token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);

export const tokenProblem = (
  token: IssuedToken,
  tokens: readonly DirectoryToken[],
  now: number,
): Rejection | undefined => {
  const { expiresAt } = token;
  if (expiresAt !== null && (!Number.isSafeInteger(expiresAt) || expiresAt <= now || expiresAt > now + TEN_YEARS_MS)) {
    return invalid('expiresAt', 'must lie in the future, within ten years');
  }
  if (tokens.some(({ tokenId }) => tokenId === token.tokenId)) return invalid('tokenId', 'is taken');
  if (tokens.filter((other) => isLiveToken(other, now)).length >= MAX_LIVE_TOKENS) {
    return overLimit('tokens', `no more than ${MAX_LIVE_TOKENS} may be live; revoke one first`);
  }
  return nameProblem('label', token.label);
};
