-- Whom something beside the records is about; see migrations/sqlite/0006_whose.sql.

DO $$
DECLARE
    shelf TEXT;
BEGIN
    FOREACH shelf IN ARRAY ARRAY['practice', 'account', 'membership', 'therapist', 'availability', 'booking', 'job', 'audit']
    LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN about_id BYTEA CHECK (length(about_id) = 16)', shelf);
    END LOOP;
END $$;

CREATE INDEX membership_by_person ON membership (item_id);
CREATE INDEX therapist_by_person ON therapist (about_id);
CREATE INDEX availability_by_person ON availability (about_id);
CREATE INDEX booking_by_person ON booking (about_id);
CREATE INDEX job_by_person ON job (about_id);
