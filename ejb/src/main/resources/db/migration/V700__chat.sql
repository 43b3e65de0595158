-- What people of a call write to each other, and what a tenant wants done with it. A call's chat goes with the call.
create table conversation_choice (
    tenant_id varchar(64) primary key references tenant (id) on delete cascade,
    chat_kept boolean not null,
    longest_idle_first boolean not null,
    ring_seconds integer not null
);

create table chat_message (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    call_id uuid not null references calls (id) on delete cascade,
    participant_id uuid not null,
    position integer not null,
    sent_at timestamp(6) with time zone not null,
    sender_key varchar(64) not null,
    sealed_text varchar(12000) not null,
    constraint chat_message_order unique (call_id, position),
    constraint chat_message_once unique (call_id, participant_id, sender_key)
);
