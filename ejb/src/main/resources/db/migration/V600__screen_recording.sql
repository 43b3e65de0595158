-- Whether shared screens are recorded beside a call's cameras and voices.
alter table tenant add column screen_recording boolean default true not null;
