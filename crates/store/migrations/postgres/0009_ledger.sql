-- What a practice sold, what was used and what was paid; see migrations/sqlite/0009_ledger.sql.
CREATE TABLE supple.ledger (
    owner_id BYTEA NOT NULL, item_id BYTEA NOT NULL CHECK (length(item_id) = 16), at_ms BIGINT, until_ms BIGINT,
    version BIGINT NOT NULL, sealed BYTEA NOT NULL, about_id BYTEA CHECK (length(about_id) = 16),
    PRIMARY KEY (owner_id, item_id)
) PARTITION BY HASH (owner_id);

DO $$
DECLARE
    one TEXT;
BEGIN
    FOR nth IN 0..3 LOOP
        EXECUTE format('CREATE TABLE supple.%I PARTITION OF supple.ledger FOR VALUES WITH (MODULUS 4, REMAINDER %s)', 'ledger_' || nth, nth);
    END LOOP;
    FOREACH one IN ARRAY ARRAY['ledger', 'ledger_0', 'ledger_1', 'ledger_2', 'ledger_3'] LOOP
        EXECUTE format('CREATE TRIGGER is_never_emptied BEFORE TRUNCATE ON supple.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION supple.history_is_not_rewritten()', one);
    END LOOP;
END $$;

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON supple.ledger
    FOR EACH ROW EXECUTE FUNCTION supple.history_is_not_rewritten();
CREATE TRIGGER ledger_is_never_deleted BEFORE DELETE ON supple.ledger
    FOR EACH ROW EXECUTE FUNCTION supple.audit_is_kept();
