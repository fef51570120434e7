-- The record of a household. What stands in clear here, and why, is in docs/decisions/0002-event-envelope.md.
-- The person's id comes first in every key, so that the same tables can be split by person over many servers.

-- One row that belongs to no person: written when the database is made.
CREATE TABLE store (
    only_row  INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    key_check BLOB NOT NULL
) STRICT;

-- `profile_sealed` and `key_wrapped` are empty for a person who was erased.
-- `pin` holds cost and salt, never the PIN. `last_seq` and `head_hash` are the end of the person's chain;
-- `head_mac` proves them under the master key, so that a missing last event shows.
CREATE TABLE person (
    person_id         BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
    profile_sealed    BLOB,
    key_wrapped       BLOB,
    pin               BLOB,
    pin_wrong_tries   INTEGER NOT NULL DEFAULT 0,
    pin_wait_until_ms INTEGER NOT NULL DEFAULT 0,
    last_seq          INTEGER NOT NULL,
    head_hash         BLOB NOT NULL CHECK (length(head_hash) = 32),
    head_mac          BLOB NOT NULL CHECK (length(head_mac) = 32)
) STRICT, WITHOUT ROWID;

-- WITHOUT ROWID keeps the events of one person side by side in the file.
CREATE TABLE event (
    person_id BLOB NOT NULL REFERENCES person (person_id),
    seq       INTEGER NOT NULL CHECK (seq >= 1),
    event_id  BLOB NOT NULL CHECK (length(event_id) = 16),
    envelope  INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    hash      BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (person_id, seq),
    UNIQUE (person_id, event_id)
) STRICT, WITHOUT ROWID;

-- History is not rewritten, not even by a slip in our own code.
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is not rewritten');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'history is not rewritten');
END;
