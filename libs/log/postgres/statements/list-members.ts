import type { Statement } from '#persistence';

/**
 * $1 key of the group. The members alive: each holds a session lock on (group key, member id), which the server lets
 * go of the moment the member's connection is gone.
 */
export const listMembers: Statement = {
  name: 'log_members',
  text: `
    select objid::bigint as member from pg_locks
    where locktype = 'advisory' and objsubid = 2 and classid = $1::bigint::oid and granted
      and database = (select oid from pg_database where datname = current_database())
    order by objid::bigint`,
};
