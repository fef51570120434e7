-- A note of the audit is not taken out either; see migrations/sqlite/0005_audit_stays.sql.

CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM supple.desk WHERE owner_id = OLD.owner_id) THEN
        RAISE EXCEPTION 'history is not rewritten';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
