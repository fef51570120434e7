-- No table changes. Events may have a therapist as their author from here on, which an older program could not read: the
-- higher version keeps it from opening the database.
SELECT 1;
