-- The record on a database server. The columns are those of migrations/sqlite, and so are the bytes in them: a person
-- moves between the two by copying rows.
--
-- `person_id` comes first in every key, no key or sequence goes beyond one person, and every table of people is split
-- by it into partitions: each could lie on a server of its own.

CREATE TABLE master_key (
    generation INTEGER NOT NULL PRIMARY KEY CHECK (generation >= 1),
    key_check  BYTEA NOT NULL CHECK (length(key_check) = 32)
);

-- Which part of everybody this server holds.
CREATE TABLE shard (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    nth      INTEGER NOT NULL,
    count    INTEGER NOT NULL CHECK (nth >= 0 AND nth < count)
);

CREATE TABLE knowledge (
    version TEXT NOT NULL PRIMARY KEY,
    packed  BYTEA NOT NULL
);

CREATE TABLE person (
    person_id         BYTEA NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
    profile_sealed    BYTEA,
    key_wrapped       BYTEA,
    pin               BYTEA,
    pin_wrong_tries   BIGINT NOT NULL DEFAULT 0,
    pin_wait_until_ms BIGINT NOT NULL DEFAULT 0,
    last_seq          BIGINT NOT NULL,
    head_hash         BYTEA NOT NULL CHECK (length(head_hash) = 32),
    head_mac          BYTEA NOT NULL CHECK (length(head_mac) = 32),
    generation        INTEGER NOT NULL DEFAULT 1,
    erased_at_ms      BIGINT,
    erased_mac        BYTEA CHECK (length(erased_mac) = 32)
) PARTITION BY HASH (person_id);

CREATE TABLE event (
    person_id BYTEA NOT NULL,
    seq       BIGINT NOT NULL CHECK (seq >= 1),
    event_id  BYTEA NOT NULL CHECK (length(event_id) = 16),
    envelope  INTEGER NOT NULL,
    sealed    BYTEA NOT NULL,
    hash      BYTEA NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (person_id, seq),
    UNIQUE (person_id, event_id)
) PARTITION BY HASH (person_id);
-- Sealed bytes do not get smaller.
ALTER TABLE event ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE lookup (
    person_id BYTEA NOT NULL,
    field     SMALLINT NOT NULL,
    tag       BYTEA NOT NULL CHECK (length(tag) = 16),
    PRIMARY KEY (person_id, field, tag)
) PARTITION BY HASH (person_id);
CREATE INDEX lookup_by_tag ON lookup (field, tag);

DO $$
BEGIN
    FOR nth IN 0..15 LOOP
        -- Room on each page for the end of a chain to move without touching an index.
        EXECUTE format('CREATE TABLE person_%s PARTITION OF person FOR VALUES WITH (MODULUS 16, REMAINDER %s)
                        WITH (fillfactor = 70)', nth, nth);
        EXECUTE format('CREATE TABLE event_%s PARTITION OF event FOR VALUES WITH (MODULUS 16, REMAINDER %s)', nth, nth);
        EXECUTE format('CREATE TABLE lookup_%s PARTITION OF lookup FOR VALUES WITH (MODULUS 16, REMAINDER %s)', nth, nth);
    END LOOP;
END $$;

-- History is not rewritten, not even by a slip in our own code.
CREATE FUNCTION history_is_not_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is not rewritten';
END $$;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION history_is_not_rewritten();
