import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendFunction } from './append-function.js';

/*
 * Offsets are handed out under the lock of the partition's row, in the transaction that writes the records. So offset
 * order is commit order, no offset is ever left out, and a reader that sees an offset sees all before it.
 */
const schema = `
create table log.identity (
  only_one boolean primary key default true check (only_one),
  log_id uuid not null default gen_random_uuid()
);
insert into log.identity default values;

create table log.topic (
  topic_id int primary key generated always as identity,
  name text collate "C" not null unique,
  partitions int not null check (partitions > 0),
  time text not null check (time in ('append', 'producer')),
  retention_ms bigint
);

create table log.partition (
  topic_id int not null references log.topic (topic_id) on delete cascade,
  partition int not null,
  next_offset bigint not null default 0,
  last_time bigint not null default 0,
  primary key (topic_id, partition)
) with (fillfactor = 20);

create table log.record (
  topic_id int not null,
  partition int not null,
  "offset" bigint not null,
  appended_at bigint not null,
  key text not null,
  headers json not null,
  value bytea not null,
  primary key (topic_id, partition, "offset")
);
-- Values are mostly sealed: compressing them would be work for nothing.
alter table log.record alter column value set storage external;
`;

export class CreateLog1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(schema);
    await runner.query(appendFunction);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema log cascade');
  }
}
