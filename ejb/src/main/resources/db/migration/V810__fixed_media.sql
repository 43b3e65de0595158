-- Participants who come by WHIP or WHEP: their media is agreed once, and a service may have brought them.
alter table call_session add column fixed boolean default false not null;
alter table participant add column brought_by uuid;
