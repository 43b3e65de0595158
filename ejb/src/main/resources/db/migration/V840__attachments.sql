-- Files that people of a call hand each other, and pictures kept of it. The row outlives its call for as long as the
-- sealed file does: the sweep removes both.
create table attachment_choice (
    tenant_id varchar(64) primary key references tenant (id) on delete cascade,
    files_allowed boolean not null,
    file_types varchar(400) not null,
    largest_bytes bigint not null,
    snapshots_allowed boolean not null
);

create table attachment (
    id uuid primary key,
    tenant_id varchar(64) not null,
    call_id uuid references calls (id) on delete set null,
    participant_id uuid not null,
    kind varchar(16) not null,
    created_at timestamp(6) with time zone not null,
    sealed_name varchar(2000) not null,
    file_type varchar(16) not null,
    size_bytes bigint not null,
    sha256 varchar(64) not null,
    wrapped_key varchar(200) not null,
    path varchar(400) not null
);

create index attachment_of_call on attachment (call_id);
create index attachment_of_tenant on attachment (tenant_id);

alter table chat_message add column file_id uuid;
alter table chat_message add column file_type varchar(100);
alter table chat_message add column file_size bigint;
