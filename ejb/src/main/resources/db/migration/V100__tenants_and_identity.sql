-- Tenants, their users as the container's registry knows them, and our own tokens.
create table tenant (
    id varchar(64) primary key,
    name varchar(200) not null,
    recording_mode varchar(32) not null,
    recording_media varchar(32) not null,
    link_validity_seconds bigint,
    language varchar(16),
    created_at timestamp(6) with time zone not null
);

create table app_user (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id),
    login varchar(200) not null,
    display_name varchar(200) not null,
    email varchar(320) not null,
    created_at timestamp(6) with time zone not null,
    constraint app_user_login unique (tenant_id, login)
);

create table refresh_token (
    token_hash varchar(64) primary key,
    tenant_id varchar(64) not null references tenant (id),
    user_id uuid not null references app_user (id),
    roles varchar(200) not null,
    family uuid not null,
    expires_at timestamp(6) with time zone not null,
    used_at timestamp(6) with time zone
);
create index refresh_token_family on refresh_token (family);
create index refresh_token_expiry on refresh_token (expires_at);

create table signaling_ticket (
    ticket_hash varchar(64) primary key,
    tenant_id varchar(64) not null references tenant (id),
    subject uuid not null,
    name varchar(200),
    email varchar(320),
    roles varchar(200) not null,
    call_id uuid,
    participant_id uuid,
    expires_at timestamp(6) with time zone not null
);
create index signaling_ticket_expiry on signaling_ticket (expires_at);
