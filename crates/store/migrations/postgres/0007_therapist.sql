-- No table changes; see migrations/sqlite/0008_therapist.sql.
SELECT 1;
