-- A call may have one running recording of each type: the unnamed unique constraint goes with its column.
alter table recording add column running_in uuid;
update recording set running_in = running_call_id;
alter table recording drop column running_call_id;
create unique index recording_running on recording (running_in, type);
