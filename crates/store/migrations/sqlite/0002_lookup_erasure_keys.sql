-- Finding people without storing in clear what they are called; erasing them; changing the master key; keeping the
-- knowledge that old decisions were made with. Why it is so: docs/decisions/0010-keys-erasure-and-witness.md.

-- Under which master key the row stands, counted from 1, and when the person was erased.
ALTER TABLE person ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN erased_at_ms INTEGER;
-- Proves under the master key that the program erased the person, and nobody else destroyed the key.
ALTER TABLE person ADD COLUMN erased_mac BLOB CHECK (length(erased_mac) = 32);

-- While the master key is being changed there are two.
CREATE TABLE master_key (
    generation INTEGER NOT NULL PRIMARY KEY CHECK (generation >= 1),
    key_check  BLOB NOT NULL CHECK (length(key_check) = 32)
) STRICT;
INSERT INTO master_key SELECT 1, key_check FROM store;
DROP TABLE store;

-- A blind index: `tag` is a keyed hash of a name, a word of it, a mail address or a telephone number.
CREATE TABLE lookup (
    person_id BLOB NOT NULL REFERENCES person (person_id),
    field     INTEGER NOT NULL,
    tag       BLOB NOT NULL CHECK (length(tag) = 16),
    PRIMARY KEY (person_id, field, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookup_by_tag ON lookup (field, tag);

-- The files of knowledge/ by the version that decisions name. Nobody's data.
CREATE TABLE knowledge (
    version TEXT NOT NULL PRIMARY KEY,
    packed  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
