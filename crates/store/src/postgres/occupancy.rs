//! Who has what at a time, on a server.

use tokio_postgres::Row;
use uuid::Uuid;

use super::pool::Conn;
use super::tables::{bytes, number};
use crate::book::{Occupied, Take};
use crate::{PersonId, StoreError};

/// See [`crate::tables::Tables::occupy`]. Steps are taken in their order, so that no two programs wait for each other.
pub(super) fn occupy(conn: &mut Conn, owner: PersonId, occupied: &Occupied, now: i64) -> Result<u64, StoreError> {
    let sql = "INSERT INTO occupancy (owner_id, resource_id, step, item_id, version, held_until_ms)
               SELECT $1::bytea, $2::bytea, step, $5::bytea, $6::bigint, $7::bigint
               FROM generate_series($3::bigint, $4::bigint) AS step ORDER BY step
               ON CONFLICT (owner_id, resource_id, step) DO UPDATE
               SET item_id = excluded.item_id, version = excluded.version, held_until_ms = excluded.held_until_ms
               WHERE occupancy.item_id = excluded.item_id OR occupancy.held_until_ms <= $8::bigint";
    let Occupied { take, item, version, held_until } = occupied;
    let (owner, resource, item) = (owner.bytes().as_slice(), take.resource.as_bytes().as_slice(), item.as_slice());
    let (last, version) = (take.until_step.saturating_sub(1), i64::from(*version));
    conn.execute(sql, &[&owner, &resource, &take.from_step, &last, &item, &version, held_until, &now])
}

/// See [`crate::tables::Tables::vacate`].
pub(super) fn vacate(conn: &mut Conn, owner: PersonId, item: &[u8; 16], version: u32) -> Result<(), StoreError> {
    let sql = "DELETE FROM occupancy WHERE owner_id = $1 AND item_id = $2 AND version <> $3";
    conn.execute(sql, &[&owner.bytes().as_slice(), &item.as_slice(), &i64::from(version)]).map(drop)
}

/// See [`crate::tables::Tables::occupied`].
pub(super) fn occupied(conn: &mut Conn, owner: PersonId) -> Result<Vec<Occupied>, StoreError> {
    let sql = "SELECT resource_id, step, item_id, version, held_until_ms FROM occupancy WHERE owner_id = $1
               ORDER BY resource_id, step";
    let rows = conn.query(sql, &[&owner.bytes().as_slice()])?;
    rows.iter().map(read).collect()
}

/// See [`crate::tables::Tables::occupied_by`].
pub(super) fn occupied_by(conn: &mut Conn, owner: PersonId, item: &[u8; 16]) -> Result<Vec<Occupied>, StoreError> {
    let sql = "SELECT resource_id, step, item_id, version, held_until_ms FROM occupancy
               WHERE owner_id = $1 AND item_id = $2 ORDER BY resource_id, step";
    let rows = conn.query(sql, &[&owner.bytes().as_slice(), &item.as_slice()])?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Occupied, StoreError> {
    let from_step: i64 = row.try_get("step")?;
    let resource = Uuid::from_bytes(bytes(row, "resource_id")?);
    Ok(Occupied {
        take: Take { resource, from_step, until_step: from_step.saturating_add(1) },
        item: bytes(row, "item_id")?,
        version: number::<i64, _>(row, "version")?,
        held_until: row.try_get("held_until_ms")?,
    })
}
