-- TRUNCATE goes past the guards of single rows. Nothing of a person or a practice is ever emptied whole: the log, the
-- notes of the audit, and the keys without which neither can be read. A table and each of its parts can be named.
DO $$
DECLARE
    one TEXT;
BEGIN
    FOR one IN SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'supple'::regnamespace AND (c.relkind = 'p' OR (c.relkind = 'r' AND c.relispartition))
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER is_never_emptied BEFORE TRUNCATE ON supple.%I
                        FOR EACH STATEMENT EXECUTE FUNCTION supple.history_is_not_rewritten()', one);
    END LOOP;
END $$;
