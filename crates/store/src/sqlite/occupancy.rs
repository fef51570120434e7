//! Who has what at a time, in SQLite.

use rusqlite::Row;

use super::tables::{Read, Rows};
use crate::book::{Occupied, Take};
use crate::{PersonId, Uuid};

/// See [`crate::tables::Tables::occupy`].
pub(super) fn occupy(rows: &Rows<'_>, owner: PersonId, occupied: &Occupied, now: i64) -> Read<u64> {
    let sql = "WITH RECURSIVE steps (step) AS (SELECT ?3 UNION ALL SELECT step + 1 FROM steps WHERE step + 1 < ?4)
               INSERT INTO occupancy (owner_id, resource_id, step, item_id, version, held_until_ms)
               SELECT ?1, ?2, step, ?5, ?6, ?7 FROM steps WHERE true
               ON CONFLICT (owner_id, resource_id, step) DO UPDATE
               SET item_id = excluded.item_id, version = excluded.version, held_until_ms = excluded.held_until_ms
               WHERE occupancy.item_id = excluded.item_id OR occupancy.held_until_ms <= ?8";
    let Occupied { take, item, version, held_until } = occupied;
    let resource = take.resource.as_bytes();
    let values = (owner.bytes(), resource, take.from_step, take.until_step, item, version, held_until, now);
    Ok(u64::try_from(rows.change(sql, values)?).unwrap_or(u64::MAX))
}

/// See [`crate::tables::Tables::vacate`].
pub(super) fn vacate(rows: &Rows<'_>, owner: PersonId, item: &[u8; 16], version: u32) -> Read<()> {
    let sql = "DELETE FROM occupancy WHERE owner_id = ?1 AND item_id = ?2 AND version <> ?3";
    rows.change(sql, (owner.bytes(), item, version)).map(drop)
}

/// See [`crate::tables::Tables::occupied`].
pub(super) fn occupied(rows: &Rows<'_>, owner: PersonId) -> Read<Vec<Occupied>> {
    let sql = "SELECT resource_id, step, item_id, version, held_until_ms FROM occupancy WHERE owner_id = ?1
               ORDER BY resource_id, step";
    rows.all(sql, [owner.bytes()], read)
}

/// See [`crate::tables::Tables::occupied_by`].
pub(super) fn occupied_by(rows: &Rows<'_>, owner: PersonId, item: &[u8; 16]) -> Read<Vec<Occupied>> {
    let sql = "SELECT resource_id, step, item_id, version, held_until_ms FROM occupancy
               WHERE owner_id = ?1 AND item_id = ?2 ORDER BY resource_id, step";
    rows.all(sql, (owner.bytes(), item), read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Occupied> {
    let (resource, from_step) = (Uuid::from_bytes(row.get(0)?), row.get::<_, i64>(1)?);
    let take = Take { resource, from_step, until_step: from_step.saturating_add(1) };
    Ok(Occupied { take, item: row.get(2)?, version: row.get(3)?, held_until: row.get(4)? })
}
