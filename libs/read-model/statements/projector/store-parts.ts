import type { Statement } from '#persistence';

/** $1 parts {command_id, index, directory_id, at_offset, not_after, events} as a JSON array, $2 partition */
export const storeParts = (schema: string): Statement => ({
  name: `${schema}.store_parts`,
  text: `
insert into ${schema}.proposal_part (command_id, index, partition, directory_id, at_offset, not_after, events)
select w.command_id, w.index, $2::int, w.directory_id, w.at_offset, w.not_after, w.events
  from jsonb_to_recordset($1::jsonb) as w (command_id uuid, index int, directory_id uuid, at_offset bigint,
       not_after bigint, events jsonb)
    on conflict do nothing`,
});
