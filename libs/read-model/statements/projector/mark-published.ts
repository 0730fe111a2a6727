import type { Statement } from '#persistence';

/** $1 partition, $2 src, $3 idx of the last event known to be on the lifecycle log. Never moves back. */
export const markPublished: Statement = {
  name: 'core.mark_published',
  text: `
insert into core.publish_progress as p (partition, src, idx)
values ($1, $2, $3)
    on conflict (partition) do update set src = excluded.src, idx = excluded.idx
 where (p.src, p.idx) < (excluded.src, excluded.idx)`,
};
