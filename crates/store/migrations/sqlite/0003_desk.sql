-- What is kept beside the records: of a practice, or of a person (their account, their mail, who looked). The tables
-- have one shape. `owner_id` is the practice or the person and comes first in every key; `sealed` opens with the owner's
-- desk key and is bound to all other columns; `at_ms` and `until_ms` stand in clear, because work is found by them.
-- Why it is so: docs/decisions/0015-what-lies-beside-the-record.md.

-- The desk key of an owner, wrapped by the master key alone: mail is sent while nobody is there to type a PIN.
CREATE TABLE desk (
    owner_id    BLOB NOT NULL PRIMARY KEY CHECK (length(owner_id) = 16),
    is_practice INTEGER NOT NULL CHECK (is_practice IN (0, 1)),
    key_wrapped BLOB NOT NULL,
    generation  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A practice's own page: its name, its place, its zone. One row, with the practice's id.
CREATE TABLE practice (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;

-- How a person signs in. Owner: the person.
CREATE TABLE account (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;

-- Who belongs to a practice, and in which role. The item's id is the person's.
CREATE TABLE membership (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE therapist (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE availability (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE booking (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_by_time ON booking (owner_id, at_ms);

-- Mail and reminders that are to be sent at `at_ms`. Whoever takes one moves `at_ms` to when another may try.
CREATE TABLE job (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_by_time ON job (at_ms);

-- Who did and read what. The item's id is its number, from 1; each note is sealed onto the one before it.
CREATE TABLE audit (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'history is not rewritten');
END;
