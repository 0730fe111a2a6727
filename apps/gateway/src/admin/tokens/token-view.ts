import { isLiveToken } from '#domain';
import type { StoredToken } from '#read-model';

/** Times in ms; `lastUsedAt` to the hour. */
export type TokenView = {
  readonly id: string;
  readonly label: string;
  readonly state: 'live' | 'revoked' | 'expired';
  readonly issuedAt: number;
  readonly expiresAt: number | null;
  readonly readOnly: boolean;
  readonly lastUsedAt: number | null;
};

export const tokenView = (token: StoredToken, lastUsedAt: number | null, now: number): TokenView => ({
  id: token.tokenId,
  label: token.label,
  state: token.revokedAt !== null ? 'revoked' : isLiveToken(token, now) ? 'live' : 'expired',
  issuedAt: token.issuedAt,
  expiresAt: token.expiresAt,
  readOnly: token.readOnly,
  lastUsedAt,
});
