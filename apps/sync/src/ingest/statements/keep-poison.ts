import type { Statement } from '#persistence';

/** $1 topic, $2 partition, $3 offset, $4 key, $5 headers, $6 value, $7 problem. */
export const keepPoison: Statement = {
  name: 'sync_keep_poison',
  text: `
insert into sync.poison_event (topic, partition, "offset", key, headers, value, problem)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict do nothing`,
};
