-- Whom something beside the records is about, in clear as the ids of members are: whoever erases a person takes it out of
-- every practice, also where the practice's key does not open. Part of the seal. Nobody for what was kept before this.
ALTER TABLE practice ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
ALTER TABLE account ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
ALTER TABLE membership ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
ALTER TABLE therapist ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
ALTER TABLE availability ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
ALTER TABLE booking ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
ALTER TABLE job ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
ALTER TABLE audit ADD COLUMN about_id BLOB CHECK (length(about_id) = 16);
CREATE INDEX membership_by_person ON membership (item_id);
CREATE INDEX therapist_by_person ON therapist (about_id);
CREATE INDEX availability_by_person ON availability (about_id);
CREATE INDEX booking_by_person ON booking (about_id);
CREATE INDEX job_by_person ON job (about_id);
