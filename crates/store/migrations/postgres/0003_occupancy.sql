-- Which booking has what; see migrations/sqlite/0004_occupancy.sql.

CREATE TABLE occupancy (
    owner_id      BYTEA NOT NULL,
    resource_id   BYTEA NOT NULL CHECK (length(resource_id) = 16),
    step          BIGINT NOT NULL,
    item_id       BYTEA NOT NULL CHECK (length(item_id) = 16),
    version       BIGINT NOT NULL,
    held_until_ms BIGINT,
    PRIMARY KEY (owner_id, resource_id, step)
) PARTITION BY HASH (owner_id);

DO $$
BEGIN
    FOR nth IN 0..3 LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF occupancy FOR VALUES WITH (MODULUS 4, REMAINDER %s)',
            'occupancy_' || nth, nth);
    END LOOP;
END $$;

CREATE INDEX occupancy_by_item ON occupancy (owner_id, item_id);
