-- Calls, who takes part in them, each device's session, and the links that admit.
create table calls (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id),
    state varchar(16) not null,
    created_at timestamp(6) with time zone not null,
    active_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone,
    ended_by varchar(64),
    end_reason varchar(64),
    recording_mode varchar(32) not null,
    recording_requested_by varchar(64),
    media_path varchar(16) not null,
    generation integer not null,
    media_failures integer not null,
    agent_id uuid not null,
    agent_name varchar(200) not null,
    agent_email varchar(320) not null,
    language varchar(16),
    custom_data varchar(20000),
    talk_millis bigint not null,
    talk_since timestamp(6) with time zone,
    empty_since timestamp(6) with time zone,
    version bigint not null
);
create index calls_of_tenant on calls (tenant_id, created_at);
create index calls_of_agent on calls (tenant_id, agent_id, state);
create index calls_open on calls (state, empty_since);

create table participant (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id),
    call_id uuid not null references calls (id),
    role varchar(16) not null,
    user_id uuid,
    display_name varchar(200) not null,
    presence varchar(16) not null,
    audio boolean not null,
    video boolean not null,
    screen boolean not null,
    position integer not null
);
create index participant_of_call on participant (call_id);

create table call_session (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id),
    call_id uuid not null references calls (id),
    participant_id uuid not null references participant (id),
    role varchar(16) not null,
    state varchar(16) not null,
    socket_id varchar(64) not null,
    ip_address varchar(64) not null,
    user_agent varchar(400) not null,
    started_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    audio_codecs varchar(400) not null,
    video_codecs varchar(400) not null,
    media_path varchar(16) not null,
    generation integer not null,
    established boolean not null,
    media_session_id uuid,
    retiring_media_session_id uuid
);
create index call_session_of_call on call_session (call_id, started_at);
create index call_session_open on call_session (state);

create table link (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id),
    call_id uuid not null references calls (id),
    participant_id uuid not null references participant (id),
    code_hash varchar(64) not null unique,
    sealed_code varchar(200) not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone
);
create index link_of_call on link (call_id);
create index link_expiry on link (expires_at);
create index call_session_socket on call_session (socket_id);
