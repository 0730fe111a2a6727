import type { Statement } from '#persistence';

export const targets = (schema: string): Statement => ({
  name: `${schema}.targets`,
  text: `
select id, directory_id as "directoryId", name, state, profile, url, settings, secret, resync, version,
       created_at as "createdAt", modified_at as "modifiedAt"
  from ${schema}.target
 order by created_at, id`,
});
