import type { Statement } from '#persistence';

export const directories = (schema: string): Statement => ({
  name: `${schema}.directories`,
  text: `
select id, name, provider, state, settings, schemas, version, created_at as "createdAt", modified_at as "modifiedAt"
  from ${schema}.directory
 order by created_at, id`,
});
