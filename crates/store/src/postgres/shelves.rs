//! What concerns all shelves of an owner, or of everybody, on a server.

use super::pool::Conn;
use super::tables::bytes;
use crate::shelf::{Shelf, on};
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
