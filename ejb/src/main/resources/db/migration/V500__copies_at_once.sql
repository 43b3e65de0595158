-- A copy can be played before it was read back: until then its hash is not known.
alter table rendition alter column sha256 drop not null;
-- How a copied picture is to be turned, as JSON, and which streams a copy has no room for.
alter table rendition add column turns varchar(50000);
alter table rendition add column left_out varchar(32);
