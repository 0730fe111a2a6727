import type { Statement } from '#persistence';

export const directoryTokens = (schema: string): Statement => ({
  name: `${schema}.directory_tokens`,
  text: `
select token_id as "tokenId", directory_id as "directoryId", digest, label, issued_at as "issuedAt",
       expires_at as "expiresAt", read_only as "readOnly", revoked_at as "revokedAt"
  from ${schema}.directory_token
 order by issued_at, token_id`,
});
