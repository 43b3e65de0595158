-- Several parties in a call: who is on hold, and since when a change of the media path waits.
alter table participant add column held boolean default false not null;
alter table calls add column media_pending_since timestamp(6) with time zone;
create index calls_media_pending on calls (media_pending_since);
