-- A note of the audit is not taken out either, as long as its owner's desk is there: only erasing a person or closing a
-- practice, which destroys the desk first, takes the audit along.
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
WHEN EXISTS (SELECT 1 FROM desk WHERE desk.owner_id = OLD.owner_id)
BEGIN
    SELECT RAISE(ABORT, 'history is not rewritten');
END;
