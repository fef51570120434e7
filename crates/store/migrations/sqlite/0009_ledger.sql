-- What a practice sold, what was used and what was paid. The item's id is its number, from 1, without holes; each entry is
-- sealed onto the one before it and never changed: what was wrong is put right by another entry. An entry names clients by
-- their ids alone, so that the books stay whole when somebody is erased.
CREATE TABLE ledger (
    owner_id BLOB NOT NULL, item_id BLOB NOT NULL CHECK (length(item_id) = 16), at_ms INTEGER, until_ms INTEGER,
    version INTEGER NOT NULL, sealed BLOB NOT NULL, about_id BLOB CHECK (length(about_id) = 16),
    PRIMARY KEY (owner_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'history is not rewritten');
END;
CREATE TRIGGER ledger_is_never_deleted BEFORE DELETE ON ledger
WHEN EXISTS (SELECT 1 FROM desk WHERE desk.owner_id = OLD.owner_id)
BEGIN
    SELECT RAISE(ABORT, 'history is not rewritten');
END;
