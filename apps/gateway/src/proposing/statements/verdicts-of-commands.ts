import type { Statement } from '#persistence';

/**
 * For every waiting command its verdict, if there is one, and how far its partition has come. One statement, so that
 * both are of one snapshot: "time has passed the deadline and there is no verdict" is then final.
 */
export const verdictsOfCommands = (schema: string): Statement => ({
  name: `${schema}_verdicts_of_commands`,
  text: `
    select c.command_id, p.next_offset, p.effective_time as partition_time,
           v.at_offset, v.accepted, v.reason, v.scope, v.version, v.effective_time
      from unnest($1::uuid[], $2::int[]) as c (command_id, partition)
      left join ${schema}.partition_progress p on p.partition = c.partition
      left join lateral (select * from ${schema}.verdict where command_id = c.command_id offset 0) v on true`,
});

export type VerdictRow = {
  readonly command_id: string;
  readonly next_offset: number | null;
  readonly partition_time: number | null;
  readonly at_offset: number | null;
  readonly accepted: boolean | null;
  readonly reason: string | null;
  readonly scope: string | null;
  readonly version: number | null;
  readonly effective_time: number | null;
};
