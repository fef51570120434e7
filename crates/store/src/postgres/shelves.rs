//! What concerns all shelves of an owner, or of everybody, on a server.

use tokio_postgres::Row;

use super::pool::Conn;
use super::tables::{bytes, item_of, number};
use crate::shelf::{DueRow, ItemRow, Shelf, on};
use crate::{PersonId, StoreError};

/// See [`crate::tables::Tables::drop_desk`].
pub(super) fn drop_desk(conn: &mut Conn, owner: PersonId) -> Result<bool, StoreError> {
    let owner = owner.bytes().as_slice();
    // The desk first: as long as it is there, its audit stays.
    let there = conn.execute("DELETE FROM desk WHERE owner_id = $1", &[&owner])? == 1;
    for shelf in Shelf::ALL {
        conn.execute(on!(shelf, "DELETE FROM ", " WHERE owner_id = $1"), &[&owner])?;
    }
    conn.execute("DELETE FROM occupancy WHERE owner_id = $1", &[&owner])?;
    Ok(there)
}

/// See [`crate::tables::Tables::without_desk`].
pub(super) fn without_desk(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    let mut owners = Vec::new();
    for shelf in Shelf::ALL {
        let sql = on!(
            shelf,
            "SELECT DISTINCT owner_id FROM ",
            " AS t WHERE NOT EXISTS (SELECT 1 FROM desk WHERE desk.owner_id = t.owner_id)"
        );
        for row in conn.query(sql, &[])? {
            owners.push(bytes(&row, "owner_id").map(PersonId::from_bytes)?);
        }
    }
    Ok(owners)
}

/// See [`crate::tables::Tables::owners_about`].
pub(super) fn owners_about(conn: &mut Conn, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let sql = "SELECT owner_id FROM membership WHERE item_id = $1
               UNION SELECT owner_id FROM therapist WHERE about_id = $1
               UNION SELECT owner_id FROM availability WHERE about_id = $1
               UNION SELECT owner_id FROM booking WHERE about_id = $1
               UNION SELECT owner_id FROM job WHERE about_id = $1";
    let rows = conn.query(sql, &[&person.bytes().as_slice()])?;
    rows.iter().map(|row| bytes(row, "owner_id").map(PersonId::from_bytes)).collect()
}

/// See [`crate::tables::Tables::items_about`].
pub(super) fn items_about(
    conn: &mut Conn,
    shelf: Shelf,
    owner: PersonId,
    person: PersonId,
) -> Result<Vec<ItemRow>, StoreError> {
    let sql = on!(
        shelf,
        "SELECT item_id, at_ms, until_ms, version, sealed, about_id FROM ",
        " WHERE owner_id = $1 AND about_id = $2"
    );
    conn.query(sql, &[&owner.bytes().as_slice(), &person.bytes().as_slice()])?.iter().map(item_of).collect()
}

/// See [`crate::tables::Tables::owners_unmarked`].
pub(super) fn owners_unmarked(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    let rows = conn.query("SELECT DISTINCT owner_id FROM booking WHERE about_id IS NULL", &[])?;
    rows.iter().map(|row| bytes(row, "owner_id").map(PersonId::from_bytes)).collect()
}

/// See [`crate::tables::Tables::put_item`].
pub(super) fn put_item(
    conn: &mut Conn,
    shelf: Shelf,
    owner: PersonId,
    row: &ItemRow,
    before: u32,
) -> Result<bool, StoreError> {
    let ItemRow { id, at, until, about, version, sealed } = row;
    let about = about.as_ref().map(|about| about.bytes().as_slice());
    let (owner, id, version) = (owner.bytes().as_slice(), id.as_slice(), i64::from(*version));
    let changed = if before == 0 {
        // Whoever was erased a moment ago gets nothing new.
        let sql = on!(
            shelf,
            "INSERT INTO ",
            " (owner_id, item_id, at_ms, until_ms, version, sealed, about_id)
              SELECT $1::bytea, $2::bytea, $3::bigint, $4::bigint, $5::bigint, $6::bytea, $7::bytea
              WHERE EXISTS (SELECT 1 FROM desk WHERE owner_id = $1) ON CONFLICT (owner_id, item_id) DO NOTHING"
        );
        conn.execute(sql, &[&owner, &id, at, until, &version, sealed, &about])?
    } else {
        let sql = on!(
            shelf,
            "UPDATE ",
            " SET at_ms = $3, until_ms = $4, version = $5, sealed = $6, about_id = $7
              WHERE owner_id = $1 AND item_id = $2 AND version = $8"
        );
        conn.execute(sql, &[&owner, &id, at, until, &version, sealed, &about, &i64::from(before)])?
    };
    Ok(changed == 1)
}

/// See [`crate::tables::Tables::tally`].
pub(super) fn tally(conn: &mut Conn, owner: PersonId) -> Result<Option<Vec<u8>>, StoreError> {
    let rows = conn.query("SELECT tally FROM desk WHERE owner_id = $1 FOR UPDATE", &[&owner.bytes().as_slice()])?;
    Ok(rows.first().map(|row| row.try_get(0)).transpose()?.flatten())
}

/// See [`crate::tables::Tables::set_tally`].
pub(super) fn set_tally(conn: &mut Conn, owner: PersonId, sealed: &[u8]) -> Result<(), StoreError> {
    conn.execute("UPDATE desk SET tally = $2 WHERE owner_id = $1", &[&owner.bytes().as_slice(), &sealed]).map(drop)
}

/// See [`crate::tables::Tables::due`].
pub(super) fn due(conn: &mut Conn, now: i64, after: &DueRow, limit: u32) -> Result<Vec<DueRow>, StoreError> {
    let sql = "SELECT at_ms, owner_id, item_id FROM job WHERE at_ms <= $1 AND (at_ms, owner_id, item_id) > ($2, $3, $4)
               ORDER BY at_ms, owner_id, item_id LIMIT $5";
    let (owner, id) = (after.owner.bytes().as_slice(), after.id.as_slice());
    let rows = conn.query(sql, &[&now, &after.at, &owner, &id, &i64::from(limit)])?;
    let due = |row: &Row| {
        let owner = bytes(row, "owner_id").map(PersonId::from_bytes)?;
        Ok(DueRow { at: number::<i64, _>(row, "at_ms")?, owner, id: bytes(row, "item_id")? })
    };
    rows.iter().map(due).collect()
}
