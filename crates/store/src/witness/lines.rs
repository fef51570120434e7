//! How many proved lines the witness has, and the sum of their marks: a line that was taken out, or replaced by an older
//! one of the same program, shows.

use rusqlite::{Connection, OptionalExtension};

use super::Chain;
use super::file;
use crate::key::Keys;
use crate::tally::{self, Tally};
use crate::{PersonId, StoreError};

/// What is counted: how far chains had come, and who was erased.
const COUNTED: [&str; 4] = ["head", "audit_head", "desk_head", ERASED];
/// The table of those who were erased.
pub(super) const ERASED: &str = "erased";

fn mark(keys: &Keys, table: &str, owner: PersonId, mac: &[u8; 32]) -> [u8; 32] {
    tally::mark(&keys.head, &[owner.bytes(), mac, table.as_bytes()])
}

fn load(conn: &Connection, keys: &Keys, table: &str) -> Result<Option<Tally>, StoreError> {
    if !file::knows(conn, "counted")? {
        return Ok(None);
    }
    let sql = "SELECT sealed FROM counted WHERE name = ?1";
    let sealed: Option<Vec<u8>> = conn.prepare_cached(sql)?.query_row([table], |row| row.get(0)).optional()?;
    Ok(sealed.and_then(|sealed| tally::open(&keys.wrap, table.as_bytes(), &sealed)).map(|[tally]| tally))
}

fn store(conn: &Connection, keys: &Keys, table: &str, tally: Tally) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO counted (name, sealed) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed";
    conn.prepare_cached(sql)?.execute((table, tally::seal(&keys.wrap, table.as_bytes(), &[tally])?))?;
    Ok(())
}

/// Counts a line that came in the place of another one, or of none. A count that does not open stays as it is, for
/// `verify` to name.
pub(super) fn changed(
    conn: &Connection,
    keys: &Keys,
    (table, owner): (&str, PersonId),
    gone: Option<&[u8; 32]>,
    come: &[u8; 32],
) -> Result<(), StoreError> {
    let Some(mut tally) = load(conn, keys, table)? else { return Ok(()) };
    if let Some(gone) = gone {
        tally.take(&mark(keys, table, owner, gone));
    }
    tally.add(&mark(keys, table, owner, come));
    store(conn, keys, table, tally)
}

/// The proved lines that there are.
fn count(conn: &Connection, keys: &Keys, table: &str) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    for chain in Chain::ALL.into_iter().filter(|chain| chain.table() == table) {
        let mut after = None;
        while let Some((owner, head, proved)) = file::next_head(conn, keys, chain, after)? {
            after = Some(owner);
            if proved {
                tally.add(&mark(keys, table, owner, &chain.mac(keys, owner, &head)));
            }
        }
    }
    if table == ERASED {
        for (owner, erasure) in file::erased(conn)? {
            if erasure.is_ours(keys, owner) {
                tally.add(&mark(keys, table, owner, &erasure.mac));
            }
        }
    }
    Ok(tally)
}

/// Takes the lines that there are for the truth.
pub(super) fn recount(conn: &Connection, keys: &Keys, heads_only: bool) -> Result<(), StoreError> {
    let tables = COUNTED.into_iter().filter(|table| !heads_only || *table != ERASED);
    tables.into_iter().try_for_each(|table| store(conn, keys, table, count(conn, keys, table)?))
}

/// The tables whose proved lines are not those that were counted.
pub(crate) fn wrong(conn: &Connection, keys: &Keys) -> Result<Vec<&'static str>, StoreError> {
    let mut wrong = Vec::new();
    for table in COUNTED {
        if load(conn, keys, table)? != Some(count(conn, keys, table)?) {
            wrong.push(table);
        }
    }
    Ok(wrong)
}

/// Counts anew under new keys what was right under the old ones.
pub(super) fn renew(conn: &Connection, keys: &Keys, wrong: &[&str]) -> Result<(), StoreError> {
    let tables = COUNTED.into_iter().filter(|table| !wrong.contains(table));
    tables.into_iter().try_for_each(|table| store(conn, keys, table, count(conn, keys, table)?))
}
