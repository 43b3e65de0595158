-- A job may make what somebody ordered: its parameters tell it from others of the recording.
alter table composition_job add column parameters varchar(2000);
alter table composition_job add column parameters_hash varchar(64) default '' not null;
alter table composition_job add column remaining_ms bigint;
alter table composition_job add column requested_by varchar(64);
alter table composition_job drop constraint composition_job_once;
alter table composition_job add constraint composition_job_once unique (recording_id, kind, parameters_hash);

alter table rendition alter column format set data type varchar(16);
alter table rendition add column job_id uuid;
alter table rendition add column options varchar(500);
update rendition set job_id = (
  select j.id from composition_job j
  where j.recording_id = rendition.recording_id
    and j.kind = case when rendition.kind = 'capture' then 'remux' else 'mix' end);

alter table tenant add column default_renditions varchar(100) default 'webm,mp4,poster' not null;
alter table tenant add column rendition_profile varchar(8) default 'SD' not null;
alter table tenant add column rendition_layout varchar(32);
