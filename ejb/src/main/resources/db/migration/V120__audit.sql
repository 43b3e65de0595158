-- Who did what; rows are only ever added.
create table audit_entry (
    id uuid primary key,
    tenant_id varchar(64) not null,
    at timestamp(6) with time zone not null,
    actor varchar(64) not null,
    action varchar(64) not null,
    subject varchar(64)
);
create index audit_entry_of_tenant on audit_entry (tenant_id, at);
