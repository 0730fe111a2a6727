import type { Statement } from '#persistence';

/** $1 token, $2 directory, $3 digest, $4 label, $5 expiry or null, $6 time, $7 whether it may only read */
export const issueToken = (schema: string): Statement => ({
  name: `${schema}.issue_token`,
  text: `
insert into ${schema}.directory_token (token_id, directory_id, digest, label, expires_at, issued_at, read_only)
values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (token_id) do nothing`,
});
