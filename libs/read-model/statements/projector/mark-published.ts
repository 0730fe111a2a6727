import type { Statement } from '#persistence';

/**
 * $1 partition, $2 src, $3 idx of the last event known to be on the lifecycle log. Never moves back. Need not be on
 * disk: should a crash take it back, a suffix is published again.
 */
export const markPublished: Statement = {
  name: 'core.mark_published',
  text: `
insert into core.publish_progress as p (partition, src, idx)
select $1::int, $2::bigint, $3::int
  from (select set_config('synchronous_commit', 'off', true) offset 0) as setting
    on conflict (partition) do update set src = excluded.src, idx = excluded.idx
 where (p.src, p.idx) < (excluded.src, excluded.idx)`,
};
