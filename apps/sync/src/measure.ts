import { LIFECYCLE_TOPIC } from '#lifecycle';
import type { Log } from '#log';
import type { Database, Statement } from '#persistence';
import type { DirtyTarget, SyncMetrics } from './sync-metrics.js';

const dirtyByTarget: Statement = {
  name: 'sync_dirty_by_target',
  text: `
select t.name, count(l.object_id) as links,
  coalesce(extract(epoch from now() - min(l.dirty_since)), 0)::float8 as "oldestSeconds"
from sync.target t left join sync.target_link l on l.target_id = t.id and l.desired_rev > l.applied_rev
where t.run_state <> 'removed' group by t.name`,
};

const foldedOffsets: Statement = {
  name: 'sync_folded_offsets',
  text: 'select partition, next_offset as "nextOffset" from sync.consumer_offset where topic = $1',
};

/** Sets the gauges that are only known by asking. */
export const measure = async (database: Database, log: Log, metrics: SyncMetrics): Promise<void> => {
  metrics.dirty(await database.query<DirtyTarget>(dirtyByTarget));
  const ends = await log.ends(LIFECYCLE_TOPIC);
  const folded = await database.query<{ partition: number; nextOffset: number }>(foldedOffsets, [LIFECYCLE_TOPIC]);
  const offsets = new Map(folded.map(({ partition, nextOffset }) => [partition, nextOffset]));
  ends.forEach((end, partition) => {
    metrics.lag(partition, Math.max(0, end - (offsets.get(partition) ?? 0)));
  });
};
