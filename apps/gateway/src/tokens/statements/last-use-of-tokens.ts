import type { Statement } from '#persistence';

export const lastUseOfTokens: Statement = {
  name: 'last_use_of_tokens',
  text: `select token_id, last_used_at from core.token_use where token_id = any($1::uuid[])`,
};

export type TokenUseRow = { readonly token_id: string; readonly last_used_at: Date };
