-- How many rows an owner has on each shelf, and the sum of their marks, sealed with the desk key: a row that is taken out or
-- put back by hand shows. Filled by the program for what is there already.
ALTER TABLE desk ADD COLUMN tally BLOB;
