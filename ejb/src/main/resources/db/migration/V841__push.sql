-- Browsers that are told of rings while no page is open. Endpoint and keys are sealed: who has them could send.
create table push_subscription (
    id uuid primary key,
    tenant_id varchar(64) not null references tenant (id) on delete cascade,
    user_id uuid not null,
    endpoint_hash varchar(64) not null,
    sealed_endpoint varchar(4000) not null,
    sealed_keys varchar(1000) not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    constraint push_subscription_once unique (endpoint_hash)
);

create index push_subscription_of_user on push_subscription (tenant_id, user_id);
