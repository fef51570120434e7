-- How many rows an owner has on each shelf; see migrations/sqlite/0007_counted.sql.
ALTER TABLE desk ADD COLUMN tally BYTEA;
