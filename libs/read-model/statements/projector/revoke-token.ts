import type { Statement } from '#persistence';

/** $1 token, $2 directory, $3 time. The first revocation counts. */
export const revokeToken = (schema: string): Statement => ({
  name: `${schema}.revoke_token`,
  text: `
update ${schema}.directory_token
   set revoked_at = $3
 where token_id = $1 and directory_id = $2 and revoked_at is null`,
});
