import type { Statement } from '#persistence';

export const upsertTokenUse: Statement = {
  name: 'upsert_token_use',
  text: `
    insert into core.token_use (token_id, last_used_at)
    select * from unnest($1::uuid[], $2::timestamptz[])
    on conflict (token_id) do update set last_used_at = excluded.last_used_at
    where core.token_use.last_used_at < excluded.last_used_at`,
};
