import type { Statement } from '#persistence';

/** $1 id, $2 directory, $3 name, $4 profile, $5 url, $6 settings as JSON, $7 sealed secret, $8 version, $9 time */
export const putTarget = (schema: string): Statement => ({
  name: `${schema}.put_target`,
  text: `
insert into ${schema}.target as t (id, directory_id, name, state, profile, url, settings, secret, version, created_at,
       modified_at)
values ($1, $2, $3, 'active', $4, $5, $6::jsonb, $7, $8, $9, $9)
    on conflict (id) do update
   set directory_id = excluded.directory_id, name = excluded.name, profile = excluded.profile, url = excluded.url,
       settings = excluded.settings, secret = excluded.secret, version = excluded.version,
       modified_at = excluded.modified_at`,
});
