-- Meeting points: a host's standing invitation, the calls held there, and who waits to be let in.
create table meeting_point (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    host_id uuid not null,
    host_name varchar(200) not null,
    host_email varchar(320) not null,
    name varchar(100) not null,
    message varchar(500),
    language varchar(16),
    code_hash varchar(64) not null unique,
    sealed_code varchar(400) not null,
    created_at timestamp(6) with time zone not null,
    valid_from timestamp(6) with time zone,
    valid_until timestamp(6) with time zone,
    closed_at timestamp(6) with time zone,
    call_id uuid
);
create index meeting_point_of_host on meeting_point (tenant_id, host_id, closed_at);

create table guest_pass (
    participant_id uuid primary key,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    call_id uuid not null references calls (id) on delete cascade,
    key_hash varchar(64) not null unique
);
create index guest_pass_of_call on guest_pass (call_id);

alter table calls add column meeting_point_id uuid;
alter table calls add column meeting_name varchar(100);
alter table calls add column meeting_message varchar(500);
alter table participant add column admittance varchar(16);
alter table participant add column arrived_at timestamp(6) with time zone;
alter table participant add column knocked_at timestamp(6) with time zone;
alter table participant add column admitted_at timestamp(6) with time zone;
alter table chat_message add column thread uuid;
