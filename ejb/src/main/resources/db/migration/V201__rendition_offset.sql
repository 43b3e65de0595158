alter table rendition add column offset_ms bigint default 0 not null;
