-- What is kept beside the records; see migrations/sqlite/0003_desk.sql. `owner_id`, a practice or a person, comes first
-- in every key and splits every table; no key or sequence goes beyond one owner.

CREATE TABLE desk (
    owner_id    BYTEA NOT NULL PRIMARY KEY CHECK (length(owner_id) = 16),
    is_practice BOOLEAN NOT NULL,
    key_wrapped BYTEA NOT NULL,
    generation  INTEGER NOT NULL
) PARTITION BY HASH (owner_id);

DO $$
DECLARE
    shelf TEXT;
BEGIN
    FOREACH shelf IN ARRAY ARRAY['practice', 'account', 'membership', 'therapist', 'availability', 'booking', 'job', 'audit']
    LOOP
        EXECUTE format('CREATE TABLE %I (
            owner_id BYTEA NOT NULL, item_id BYTEA NOT NULL CHECK (length(item_id) = 16), at_ms BIGINT, until_ms BIGINT,
            version BIGINT NOT NULL, sealed BYTEA NOT NULL, PRIMARY KEY (owner_id, item_id)) PARTITION BY HASH (owner_id)',
            shelf);
        FOR nth IN 0..3 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 4, REMAINDER %s)',
                shelf || '_' || nth, shelf, nth);
        END LOOP;
    END LOOP;
    FOR nth IN 0..3 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF desk FOR VALUES WITH (MODULUS 4, REMAINDER %s)', 'desk_' || nth, nth);
    END LOOP;
END $$;

CREATE INDEX booking_by_time ON booking (owner_id, at_ms);
CREATE INDEX job_by_time ON job (at_ms);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION history_is_not_rewritten();
