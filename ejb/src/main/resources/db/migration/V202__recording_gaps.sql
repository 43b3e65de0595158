-- A list of a thousand gaps must fit.
alter table recording alter column gaps set data type varchar(500000);
