alter table tenant add column consent_required boolean default false not null;
alter table tenant add column connect_without_consent boolean default false not null;

create table consent_text (
  id uuid not null primary key,
  tenant_id varchar(64) not null,
  language varchar(16) not null,
  version integer not null,
  text varchar(4000) not null,
  sha256 varchar(64) not null,
  created_at timestamp(6) with time zone not null,
  created_by varchar(64) not null,
  constraint consent_text_once unique (tenant_id, language, version)
);

create table consent (
  id uuid not null primary key,
  tenant_id varchar(64) not null,
  call_id uuid not null,
  participant_id uuid not null,
  agreed boolean not null,
  language varchar(16) not null,
  version integer not null,
  text_sha256 varchar(64) not null,
  decided_at timestamp(6) with time zone not null
);
create index consent_of_call on consent (call_id, participant_id, decided_at);

-- What is known of a recording's content, as JSON; made when its composition ends.
create table recording_truth (
  recording_id uuid not null primary key references recording (id),
  tenant_id varchar(64) not null,
  report varchar(1000000) not null,
  created_at timestamp(6) with time zone not null
);
