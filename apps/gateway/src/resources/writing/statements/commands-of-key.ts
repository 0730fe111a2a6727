import type { Statement } from '#persistence';

/**
 * $1 first and $2 last command id of a key, $3 those of one body, $4 whether they create: the commands of that body that
 * have a verdict, in the order of the journal, and of another body those that were accepted. With an accepted one of this
 * body, whom it was about, when that was created, the last event up to it that carries attributes, and of a creation the
 * events of its members.
 */
export const commandsOfKey = (schema: string): Statement => ({
  name: `${schema}.commands_of_key`,
  text: `
with known as materialized (
  select command_id, partition, at_offset, accepted, reason, scope, version, effective_time,
         command_id = any($3::uuid[]) as mine
    from ${schema}.verdict
   where command_id between $1::uuid and $2::uuid and (accepted or command_id = any($3::uuid[]))
)
select k.mine, k.accepted, k.reason, k.scope, k.version,
       k.effective_time as "effectiveTime", subject.id, first.created_at as "createdAt", last.event, added.events as added
  from known k
  left join lateral (
    select aggregate_id as id
      from ${schema}.event
     where k.mine and k.accepted and partition = k.partition and src = k.at_offset
     order by idx
     limit 1
  ) subject on true
  left join lateral (
    select effective_time as created_at
      from ${schema}.event
     where aggregate_id = subject.id
     order by partition, src, idx
     limit 1
  ) first on true
  left join lateral (
    select jsonb_build_object('type', type, 'v', v, 'data', data, 'sealed', sealed) as event
      from ${schema}.event
     where aggregate_id = subject.id and partition = k.partition and src <= k.at_offset
       and type not in ('group.members_added', 'group.members_removed')
     order by src desc, idx desc
     limit 1
  ) last on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('type', type, 'v', v, 'data', data, 'sealed', sealed) order by idx) as events
      from ${schema}.event
     where $4::boolean and k.mine and k.accepted and partition = k.partition and src = k.at_offset
       and type = 'group.members_added'
  ) added on true
 order by k.at_offset`,
});

export type EventOfCommand = {
  readonly type: string;
  readonly v: number;
  readonly data: { readonly [name: string]: unknown };
  readonly sealed: string | null;
};

export type CommandOfKeyRow = {
  readonly mine: boolean;
  readonly accepted: boolean;
  readonly reason: string | null;
  readonly scope: string | null;
  readonly version: number | null;
  readonly effectiveTime: number;
  /** Null with an accepted command whose aggregate was parked: its events lie elsewhere. */
  readonly id: string | null;
  readonly createdAt: number | null;
  readonly event: EventOfCommand | null;
  readonly added: readonly EventOfCommand[] | null;
};
