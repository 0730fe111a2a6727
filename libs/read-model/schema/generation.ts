/** The projector takes statistics itself while tables double; the server's own turns come in between. */
const grows =
  'autovacuum_analyze_threshold = 500, autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_threshold = 5000, ' +
  'autovacuum_vacuum_insert_threshold = 5000';

/**
 * One generation: the arbiter's tables and the read model, complete, in a schema of its own (`rm_1`). A rebuild fills
 * the next one and flips `core.projection_pointer`. Text keys compare as bytes (`collate "C"`), never by locale.
 */
export const generationSchemaSql = (schema: string): string => `
create schema ${schema};

-- arbiter ----------------------------------------------------------------------------------------------------------

create table ${schema}.partition_progress (
  partition int primary key,
  next_offset bigint not null default 0,
  effective_time bigint not null default 0,
  last_command uuid,
  digest bytea not null default '\\x'
);

create table ${schema}.digest_checkpoint (
  partition int not null,
  at_offset bigint not null,
  digest bytea not null,
  primary key (partition, at_offset)
);

create table ${schema}.aggregate_head (
  directory_id uuid not null,
  type text collate "C" not null,
  id uuid not null,
  version bigint not null,
  deleted boolean not null default false,
  primary key (directory_id, type, id)
) with (fillfactor = 90, ${grows});

create table ${schema}.claim (
  directory_id uuid not null,
  scope text collate "C" not null,
  key text collate "C" not null,
  owner_type text collate "C" not null,
  owner_id uuid not null,
  primary key (directory_id, scope, key)
) with (${grows});
create index claim_owner on ${schema}.claim (owner_id, scope);

create table ${schema}.verdict (
  command_id uuid primary key,
  partition int not null,
  at_offset bigint not null,
  accepted boolean not null,
  reason text,
  scope text,
  version bigint,
  effective_time bigint not null
) with (${grows});
create index verdict_age on ${schema}.verdict using brin (effective_time);

create table ${schema}.proposal_part (
  command_id uuid not null,
  index int not null,
  partition int not null,
  directory_id uuid not null,
  at_offset bigint not null,
  not_after bigint not null,
  events jsonb not null,
  primary key (command_id, index)
);

-- Aggregates whose projection failed: judged as ever, applied only after release.
create table ${schema}.parked (
  directory_id uuid not null,
  type text collate "C" not null,
  id uuid not null,
  partition int not null,
  from_offset bigint not null,
  error text not null,
  parked_at timestamptz not null default now(),
  primary key (directory_id, type, id)
);
create table ${schema}.parked_event (
  directory_id uuid not null,
  type text collate "C" not null,
  id uuid not null,
  src bigint not null,
  idx int not null,
  version bigint not null,
  effective_time bigint not null,
  event jsonb not null,
  primary key (directory_id, type, id, src, idx)
);

-- Every accepted event, sealed as on the journal: outbox of the publisher and history at once.
create table ${schema}.event (
  partition int not null,
  src bigint not null,
  idx int not null,
  directory_id uuid not null,
  aggregate_type text collate "C" not null,
  aggregate_id uuid not null,
  version bigint not null,
  type text collate "C" not null,
  v int not null,
  data jsonb not null,
  sealed text,
  effective_time bigint not null,
  command_id uuid not null,
  request_id text not null,
  actor jsonb not null,
  primary key (partition, src, idx)
) with (${grows});
alter table ${schema}.event alter column data set statistics 0, alter column sealed set statistics 0;
create index event_history on ${schema}.event (aggregate_id, partition, src, idx);

-- read model -------------------------------------------------------------------------------------------------------

-- Users and resources of custom types, and groups without their members. \`doc\` holds the SCIM attributes as stored,
-- without id, meta and members; times are effective log time in ms. The *_key columns are canonical forms (#scim).
create table ${schema}.resource (
  directory_id uuid not null,
  type text collate "C" not null,
  id uuid not null,
  version bigint not null,
  -- How often the deletion of somebody else changed what is shown of it. Stays when the version moves.
  cascades int not null default 0,
  created_at bigint not null,
  modified_at bigint not null,
  user_name_key text collate "C",
  external_id text collate "C",
  display_name_key text collate "C",
  email_keys text[] collate "C" not null default '{}',
  -- A copy of the enterprise manager's value, so that a deleted user vanishes from the documents of others.
  manager_id uuid,
  doc jsonb not null,
  primary key (directory_id, type, id)
) with (fillfactor = 85, ${grows});
-- No plan depends on what is in a document, and reading them is most of what statistics cost.
alter table ${schema}.resource alter column doc set statistics 0;
create index resource_user_name on ${schema}.resource (directory_id, type, user_name_key) where user_name_key is not null;
create index resource_external_id on ${schema}.resource (directory_id, type, external_id) where external_id is not null;
create index resource_display_name on ${schema}.resource (directory_id, type, display_name_key)
  where display_name_key is not null;
-- Without a pending list: reading one through costs every look-up milliseconds, appending to it saves next to nothing here.
create index resource_emails on ${schema}.resource using gin (email_keys) with (fastupdate = off);
create index resource_manager on ${schema}.resource (directory_id, manager_id) where manager_id is not null;
create index resource_created on ${schema}.resource (directory_id, type, created_at, id);
-- How many rows of \`resource\` there are, so that an unfiltered list need not count them.
create table ${schema}.resource_count (
  directory_id uuid not null,
  type text collate "C" not null,
  total bigint not null,
  primary key (directory_id, type)
);

create table ${schema}.group_member (
  directory_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  member_type text collate "C" not null,
  display text,
  primary key (directory_id, group_id, member_id)
) with (${grows});
create index group_member_of on ${schema}.group_member (directory_id, member_id, group_id);

create table ${schema}.directory (
  id uuid primary key,
  name text not null,
  provider text not null,
  state text not null check (state in ('enabled', 'disabled')),
  settings jsonb not null default '{}',
  -- Custom ones: {schemas: {urn: {document, extends, revision}}, resourceTypes: {name: {document, revision}}}.
  schemas jsonb not null default '{"schemas": {}, "resourceTypes": {}}',
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null
);

create table ${schema}.directory_token (
  token_id uuid primary key,
  directory_id uuid not null references ${schema}.directory (id) on delete cascade,
  digest text collate "C" not null unique,
  label text not null,
  read_only boolean not null default false,
  issued_at bigint not null,
  expires_at bigint,
  revoked_at bigint
);

create table ${schema}.target (
  id uuid primary key,
  directory_id uuid not null,
  name text not null,
  state text not null check (state in ('active', 'paused')),
  profile text not null,
  url text not null,
  settings jsonb not null default '{}',
  secret text not null,
  resync int not null default 0,
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null
);
`;
