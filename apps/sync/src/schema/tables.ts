/** Migration 1 of schema `sync`. Other apps read the views `status_*` and nothing else. */
export const tablesSql = `
create schema if not exists sync;

-- What has been folded: next log offset, and the highest lifecycle position applied (see #lifecycle, watermark rule).
-- The row's lock serialises readers: one that lost its partition waits here and then finds its records passed.
create table sync.consumer_offset (
  topic text collate "C" not null,
  partition int not null,
  next_offset bigint not null default 0,
  src bigint,
  idx int,
  primary key (topic, partition)
);

-- Records that are no lifecycle event, kept until somebody looks at them.
create table sync.poison_event (
  topic text collate "C" not null,
  partition int not null,
  "offset" bigint not null,
  key text,
  headers jsonb not null,
  value bytea not null,
  problem text not null,
  seen_at timestamptz not null default now(),
  primary key (topic, partition, "offset")
);

-- The fold of the lifecycle log. A deleted object keeps its row, without its attributes.
create table sync.src_object (
  directory_id uuid not null,
  kind text collate "C" not null,
  object_id uuid not null,
  version bigint not null,
  doc jsonb not null,
  active boolean not null,
  is_deleted boolean not null default false,
  event_id uuid not null,
  request_id text not null,
  occurred_at timestamptz not null,
  primary key (directory_id, kind, object_id)
);

create table sync.src_member (
  directory_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  member_kind text collate "C" not null,
  version bigint not null,
  is_present boolean not null,
  primary key (directory_id, group_id, member_id)
);
create index src_member_member on sync.src_member (member_id) where is_present;
create index src_member_group on sync.src_member (group_id);

create table sync.target (
  id uuid primary key,
  directory_id uuid not null,
  name text not null,
  profile text not null,
  base_url text not null,
  sealed_secret text,
  settings jsonb not null default '{}',
  on_delete text not null default 'delete' check (on_delete in ('delete', 'deactivate', 'leave')),
  config_epoch bigint not null default 1,
  run_state text not null default 'active' check (run_state in ('active', 'paused', 'removed')),
  version bigint not null default 0
);
create index target_directory on sync.target (directory_id);

create table sync.target_runtime (
  target_id uuid primary key references sync.target (id) on delete cascade,
  owner text,
  owner_epoch bigint not null default 0,
  lease_until timestamptz not null default now(),
  breaker text not null default 'closed' check (breaker in ('closed', 'open', 'half_open')),
  breaker_until timestamptz,
  open_count int not null default 0,
  health text not null default 'ok' check (health in ('ok', 'quarantined_auth')),
  probe_at timestamptz,
  probe_count int not null default 0,
  throttle_until timestamptz,
  learned jsonb not null default '{}',
  last_success_at timestamptz,
  last_error text,
  -- The walk over src_object that makes the links of a new target, or marks all of them dirty: where it stands.
  sweep text check (sweep in ('backfill', 'resync')),
  sweep_kind text not null default 'User',
  sweep_after uuid
);

create sequence sync.revision;

-- One object in one target. Dirty while desired_rev > applied_rev. Phases: delivery/phases.ts.
create table sync.target_link (
  target_id uuid not null,
  kind text collate "C" not null,
  object_id uuid not null,
  directory_id uuid not null,
  desired_rev bigint not null,
  applied_rev bigint not null default 0,
  want text not null check (want in ('active', 'inactive', 'absent', 'leave')),
  phase text not null default 'new' check (phase in ('new', 'creating', 'uncertain', 'linked', 'inactive', 'gone')),
  halted text check (halted in ('parked', 'conflict', 'held', 'blocked')),
  generation int not null default 1,
  remote_id text,
  remote_etag text,
  applied jsonb,
  applied_hash text,
  attempts int not null default 0,
  first_failed_at timestamptz,
  uncertain_since timestamptz,
  next_at timestamptz not null default now(),
  dirty_since timestamptz not null default now(),
  prio smallint not null default 5,
  claim_epoch bigint,
  last_status int,
  last_code text,
  event_id uuid,
  request_id text,
  occurred_at timestamptz,
  primary key (target_id, kind, object_id)
);
create unique index target_link_remote on sync.target_link (target_id, kind, remote_id) where remote_id is not null;
create index target_link_dirty on sync.target_link (target_id, prio, next_at) where desired_rev > applied_rev;
create index target_link_object on sync.target_link (object_id);

create table sync.target_member (
  target_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  want boolean not null,
  have boolean not null default false,
  attempts int not null default 0,
  last_code text,
  primary key (target_id, group_id, member_id)
);
create index target_member_group on sync.target_member (group_id);
create index target_member_open on sync.target_member (target_id, group_id) where want is distinct from have;
create index target_member_waiting on sync.target_member (target_id, member_id) where want is distinct from have;

-- Every request sent to a target. Values of attributes are replaced by their type; see drivers/scim2/redact.ts.
create table sync.op_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  target_id uuid not null,
  kind text not null,
  object_id uuid,
  op text not null,
  method text not null,
  path text not null,
  status int,
  ms int not null,
  outcome text not null,
  changed text[],
  request jsonb,
  response jsonb,
  event_id uuid,
  request_id text,
  attempt int not null default 1
);
create index op_log_target on sync.op_log (target_id, id desc);
create index op_log_object on sync.op_log (object_id, id desc);
create index op_log_at on sync.op_log (at);
`;
