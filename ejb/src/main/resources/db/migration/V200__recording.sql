create table recording_tenant_key (
  tenant_id varchar(64) not null primary key,
  wrapped_key varchar(128) not null,
  created_at timestamp(6) with time zone not null
);

create table recording (
  id uuid not null primary key,
  tenant_id varchar(64) not null,
  call_id uuid not null,
  running_call_id uuid unique,
  version bigint not null,
  type varchar(16) not null,
  media varchar(16) not null,
  state varchar(16) not null,
  reason varchar(200),
  node varchar(64) not null,
  directory varchar(200) not null,
  wrapped_key varchar(128) not null,
  requested_by varchar(64) not null,
  requested_at timestamp(6) with time zone not null,
  stop_requested_at timestamp(6) with time zone,
  started_at timestamp(6) with time zone,
  ended_at timestamp(6) with time zone,
  duration_ms bigint not null,
  gap_count integer not null,
  gaps varchar(8000),
  manifest_sha256 varchar(64),
  state_changed_at timestamp(6) with time zone not null
);
create index recording_of_call on recording (tenant_id, call_id);
create index recording_in_state on recording (state);

create table rendition (
  id uuid not null primary key,
  tenant_id varchar(64) not null,
  recording_id uuid not null references recording (id),
  kind varchar(16) not null,
  participant_id uuid,
  role varchar(16),
  format varchar(8) not null,
  mime varchar(64) not null,
  path varchar(300) not null,
  bytes bigint not null,
  sha256 varchar(64) not null,
  duration_ms bigint not null,
  created_at timestamp(6) with time zone not null
);
create index rendition_of_recording on rendition (recording_id);

create table composition_job (
  id uuid not null primary key,
  tenant_id varchar(64) not null,
  recording_id uuid not null references recording (id),
  kind varchar(16) not null,
  state varchar(16) not null,
  attempts integer not null,
  next_attempt_at timestamp(6) with time zone not null,
  owner varchar(100),
  lease_until timestamp(6) with time zone,
  progress double precision not null,
  reason varchar(200),
  created_at timestamp(6) with time zone not null,
  finished_at timestamp(6) with time zone,
  constraint composition_job_once unique (recording_id, kind)
);
create index composition_job_due on composition_job (state, next_attempt_at);
