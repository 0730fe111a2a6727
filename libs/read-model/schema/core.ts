/** Tables that outlive every generation. Migration 1 of schema `core`. */
export const coreSchemaSql = `
create schema if not exists core;

-- One row: what this installation is bound to. A log with another id or partition count is refused.
create table core.installation (
  only_one boolean primary key default true check (only_one),
  installation_id uuid not null,
  journal_log_id text not null,
  partitions int not null,
  master_key_check bytea not null,
  created_at timestamptz not null default now()
);

-- The generation that gateways read and whose events are published.
create table core.projection_pointer (
  only_one boolean primary key default true check (only_one),
  active text not null
);

create table core.publish_progress (
  partition int primary key,
  src bigint not null,
  idx int not null
);

-- A data key per subject, wrapped by the master key. Rows are made ahead, before their subject exists.
-- 'erased' is a tombstone: nothing may ever make a new key for that subject.
create table core.subject_key (
  subject_id uuid primary key,
  wrapped bytea,
  state text not null check (state in ('active', 'erased')),
  created_at timestamptz not null default now(),
  erased_at timestamptz,
  check ((state = 'active') = (wrapped is not null))
);

-- An observation, not a change: when a token was last seen, to the hour. Kept out of the journal on purpose.
create table core.token_use (
  token_id uuid primary key,
  last_used_at timestamptz not null
);
`;
