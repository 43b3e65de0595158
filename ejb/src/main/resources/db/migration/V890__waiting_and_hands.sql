-- How long customers waited before anybody of the staff came, and who asks to speak.
alter table calls add column wait_millis bigint default 0 not null;
alter table calls add column wait_since timestamp(6) with time zone;
alter table calls add column served_at timestamp(6) with time zone;
alter table participant add column hand_raised_at timestamp(6) with time zone;
