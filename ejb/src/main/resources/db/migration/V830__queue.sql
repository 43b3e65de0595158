-- Groups of agents, the entry points by which visitors come, and the calls that wait for a group.
create table agent_group (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    name varchar(80) not null,
    everybody boolean not null,
    longest_idle_first boolean not null,
    at_once integer not null,
    ring_seconds integer not null,
    constraint agent_group_name unique (tenant_id, name)
);

create table agent_group_member (
    group_id uuid not null references agent_group (id) on delete cascade,
    user_id uuid not null,
    primary key (group_id, user_id)
);

create table entry_point (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    group_id uuid not null references agent_group (id),
    name varchar(80) not null,
    language varchar(16),
    opening varchar(500),
    origins varchar(4000) not null
);
create index entry_point_of_tenant on entry_point (tenant_id);

create table entry_call (
    call_id uuid primary key references calls (id) on delete cascade,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    entry_point_id uuid not null references entry_point (id) on delete cascade,
    origin varchar(300)
);
create index entry_call_of_entry_point on entry_call (entry_point_id);

alter table calls add column ring_group uuid;
alter table calls add column ring_since timestamp(6) with time zone;
create index calls_in_queue on calls (ring_group, ring_state, ring_since);
