-- Calls handed from agent to agent: who is being asked, who has handed over, and who is available.
alter table participant add column released boolean default false not null;
alter table calls add column ring_kind varchar(16);
alter table calls add column ring_state varchar(16);
alter table calls add column ring_asked_by uuid;
alter table calls add column ring_target uuid;
alter table calls add column ring_until timestamp(6) with time zone;
alter table calls add column ring_colleague uuid;
alter table calls add column ring_colleague_email varchar(320);
create index calls_ringing on calls (ring_state, ring_until);

create table agent_presence (
    user_id uuid primary key,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    name varchar(200) not null,
    availability varchar(16) not null,
    since timestamp(6) with time zone not null
);
create index agent_presence_of_tenant on agent_presence (tenant_id);
