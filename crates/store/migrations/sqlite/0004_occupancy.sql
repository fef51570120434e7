-- Which booking has a therapist, a room, or anything else that only one can have at a time: one row for every five
-- minutes, so that two bookings that share a minute collide in the key, whatever program writes them. It says nothing
-- about anybody: ids, times that stand in clear in `booking` too, and until when something is only held.
-- Why it is so: docs/decisions/0030-bookings.md.
CREATE TABLE occupancy (
    owner_id      BLOB NOT NULL,
    resource_id   BLOB NOT NULL CHECK (length(resource_id) = 16),
    step          INTEGER NOT NULL,
    item_id       BLOB NOT NULL CHECK (length(item_id) = 16),
    version       INTEGER NOT NULL,
    held_until_ms INTEGER,
    PRIMARY KEY (owner_id, resource_id, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX occupancy_by_item ON occupancy (owner_id, item_id);
