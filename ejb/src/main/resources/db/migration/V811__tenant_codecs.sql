-- Which codecs a tenant wants, most wanted first; an empty list takes the installation's.
create table codec_choice (
    tenant_id varchar(64) primary key references tenant (id) on delete cascade,
    audio varchar(100) not null,
    video varchar(100) not null
);
