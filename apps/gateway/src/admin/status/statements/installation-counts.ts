import type { Statement } from '#persistence';

/** One row. Events not yet published are counted up to 10,001: beyond that the exact number helps nobody. */
export const installationCounts = (schema: string): Statement => ({
  name: `${schema}.installation_counts`,
  text: `
select (select count(*) from ${schema}.directory) as directories,
       (select count(*) from ${schema}.target) as targets,
       (select count(*) from ${schema}.parked) as parked,
       (select coalesce(jsonb_object_agg(type, total), '{}')
          from (select type, sum(total) as total from ${schema}.resource_count group by type) t) as resources,
       (select count(*) from (
          select 1
            from ${schema}.partition_progress g
            left join core.publish_progress p on p.partition = g.partition
            join ${schema}.event e on e.partition = g.partition
             and (e.src, e.idx) > (coalesce(p.src, -1), coalesce(p.idx, -1))
           limit 10001) u) as unpublished`,
});

export type CountsRow = {
  readonly directories: number;
  readonly targets: number;
  readonly parked: number;
  readonly resources: Readonly<Record<string, number>>;
  readonly unpublished: number;
};
