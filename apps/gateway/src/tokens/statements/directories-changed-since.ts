import type { Statement } from '#persistence';

/**
 * Directories changed at or after an effective time, with their live tokens. Everything about directories is ordered
 * by one partition, so nothing can appear behind the highest time seen.
 */
export const directoriesChangedSince = (schema: string): Statement => ({
  name: `${schema}_directories_changed_since`,
  text: `
    select d.id, d.name, d.provider, d.state, d.settings, d.schemas, d.version, d.modified_at,
           coalesce((select jsonb_agg(jsonb_build_object(
                              'tokenId', t.token_id, 'digest', t.digest, 'expiresAt', t.expires_at,
                              'readOnly', t.read_only))
                       from ${schema}.directory_token t
                      where t.directory_id = d.id and t.revoked_at is null), '[]') as tokens
      from ${schema}.directory d
     where d.modified_at >= $1`,
});

export type DirectoryRow = {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly state: 'enabled' | 'disabled';
  readonly settings: Record<string, unknown>;
  readonly schemas: Record<string, unknown>;
  readonly version: number;
  readonly modified_at: number;
  readonly tokens: readonly TokenOfRow[];
};

type TokenOfRow = {
  readonly tokenId: string;
  readonly digest: string;
  readonly expiresAt: number | null;
  readonly readOnly: boolean;
};
