import type { Database } from '#persistence';

/** All that a generation comes to, in an order that does not depend on when rows were written. */
const contents: Readonly<Record<string, string>> = {
  partition_progress: 'select * from $.partition_progress order by partition',
  digest_checkpoint: 'select * from $.digest_checkpoint order by partition, at_offset',
  aggregate_head: 'select * from $.aggregate_head order by directory_id, type, id',
  claim: 'select * from $.claim order by directory_id, scope, key',
  verdict: 'select * from $.verdict order by command_id',
  proposal_part: 'select * from $.proposal_part order by command_id, index',
  parked: 'select directory_id, type, id, partition, from_offset, error from $.parked order by id',
  parked_event: 'select * from $.parked_event order by id, src, idx',
  event: 'select * from $.event order by partition, src, idx',
  resource: 'select * from $.resource order by directory_id, type, id',
  resource_count: 'select * from $.resource_count where total > 0 order by directory_id, type',
  group_member: 'select * from $.group_member order by directory_id, group_id, member_id',
  directory: 'select * from $.directory order by id',
  directory_token: 'select * from $.directory_token order by token_id',
  target: 'select * from $.target order by id',
};

export const tablesOf = async (database: Database, schema: string): Promise<Record<string, unknown[]>> => {
  const tables: Record<string, unknown[]> = {};
  for (const [name, text] of Object.entries(contents)) tables[name] = await database.query(text.replace('$', schema));
  return tables;
};

/** Puts aside what a backup would hold, to be brought back later. */
export const backUp = async (database: Database, schema: string): Promise<void> => {
  await database.query('create schema backup');
  for (const name of Object.keys(contents)) {
    await database.query(`create table backup.${name} as table ${schema}.${name}`);
  }
  await database.query('create table backup.publish_progress as table core.publish_progress');
};

export const restore = async (database: Database, schema: string): Promise<void> => {
  const tables = Object.keys(contents).map((name) => `${schema}.${name}`);
  await database.query(`truncate ${tables.join(', ')}, core.publish_progress`);
  for (const name of Object.keys(contents)) {
    await database.query(`insert into ${schema}.${name} select * from backup.${name}`);
  }
  await database.query('insert into core.publish_progress select * from backup.publish_progress');
};
