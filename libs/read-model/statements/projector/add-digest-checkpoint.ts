import type { Statement } from '#persistence';

/** $1 partition, $2 offset, $3 digest after that offset */
export const addDigestCheckpoint = (schema: string): Statement => ({
  name: `${schema}.add_digest_checkpoint`,
  text: `
insert into ${schema}.digest_checkpoint (partition, at_offset, digest)
values ($1, $2, $3)
    on conflict do nothing`,
});
