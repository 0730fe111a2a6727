import type { Statement } from '#persistence';

/** $1 id, $2 name, $3 provider, $4 settings as JSON, $5 version, $6 time */
export const createDirectory = (schema: string): Statement => ({
  name: `${schema}.create_directory`,
  text: `
insert into ${schema}.directory (id, name, provider, state, settings, version, created_at, modified_at)
values ($1, $2, $3, 'enabled', $4::jsonb, $5, $6, $6)
    on conflict (id) do nothing`,
});
