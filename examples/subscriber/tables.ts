/** What the subscriber keeps: a table of its own, and how far it has read each partition. */
export const tables = `
create schema if not exists subscriber;
create table if not exists subscriber.subscriber_user (
  user_id uuid primary key, directory_id uuid not null, user_name text, is_active boolean not null, events int not null
);
create table if not exists subscriber.progress (partition int primary key, next_offset bigint not null, src bigint, idx int)`;
