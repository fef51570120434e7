//! The file of the witness: what stands in it, and what proves it.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, TransactionBehavior};

use super::lines;
use crate::chain::Head;
use crate::crypto;
use crate::erase::Erasure;
use crate::key::Keys;
use crate::{OpenError, PersonId, StoreError, UtcMs};

/// How long another program may hold the witness.
const PATIENCE: Duration = Duration::from_secs(5);
/// What the check of the key authenticates.
const CHECK: &[u8] = b"supple/witness-check/2";
/// What it authenticated before lines were counted.
const UNCOUNTED: &[u8] = b"supple/witness-check/1";
/// What the proof of a head begins with. With all that follows it is longer than any other proof under that key.
const HEAD: &[u8] = b"supple/witness/1";

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS head (person_id BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
        seq INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), mac BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS audit_head (person_id BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
        seq INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), mac BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS desk_head (person_id BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
        seq INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32), mac BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS erased (person_id BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
        at_ms INTEGER NOT NULL, mac BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS witness (only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
        key_check BLOB NOT NULL, began_ms INTEGER) STRICT;
    CREATE TABLE IF NOT EXISTS counted (name TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;";

/// What is remembered of an owner.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Chain {
    /// How far the events of a person had come.
    Record,
    /// How far the notes of an audit had come: a practice's, or that of what is kept beside a person's record.
    Audit,
    /// That there is a desk.
    Desk,
}

impl Chain {
    /// Everything that is remembered.
    pub(crate) const ALL: [Self; 3] = [Self::Record, Self::Audit, Self::Desk];

    pub(super) fn table(self) -> &'static str {
        match self {
            Self::Record => "head",
            Self::Audit => "audit_head",
            Self::Desk => "desk_head",
        }
    }

    pub(super) fn mac(self, keys: &Keys, owner: PersonId, head: &Head) -> [u8; 32] {
        let seq = head.seq.to_be_bytes();
        crypto::mac(&keys.head, &[HEAD, self.table().as_bytes(), owner.bytes(), &seq, &head.hash])
    }
}

/// Whether a witness that is not there may be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin {
    /// There are records that it would know nothing of.
    Never,
    /// There are no records yet.
    WithNothing,
    /// It is wished, at this moment.
    At(UtcMs),
}

/// What the file turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    Known,
    /// It was made just now and knows nothing.
    Made,
    /// An older program wrote it: without proofs.
    Older,
}

/// Whether there is a witness, and whether it is one under these keys.
pub(crate) fn look(path: &Path, keys: &Keys) -> Result<bool, OpenError> {
    if is_blank(path) {
        return Ok(false);
    }
    let conn = open_copy(path).map_err(OpenError::witness)?;
    check(&conn, keys).map(|told| told.is_some())
}

/// Whether there is nothing at this place.
pub(crate) fn is_blank(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |meta| meta.len() == 0)
}

/// What kind of witness it is; `None` for a file without any tables.
fn check(conn: &Connection, keys: &Keys) -> Result<Option<Told>, OpenError> {
    let tables: i64 = conn
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name IN ('head', 'erased')", (), |row| row.get(0))
        .map_err(|error| OpenError::witness(error.into()))?;
    if tables == 0 {
        return Ok(None);
    }
    if !knows(conn, "witness").map_err(OpenError::witness)? {
        return Ok(Some(Told::Older));
    }
    let sql = "SELECT key_check FROM witness";
    let tag: Option<[u8; 32]> =
        conn.query_row(sql, (), |row| row.get(0)).optional().map_err(|error| OpenError::witness(error.into()))?;
    match tag {
        None => Ok(Some(Told::Older)),
        Some(tag) if [CHECK, UNCOUNTED].iter().any(|check| crypto::mac_matches(&keys.check, &[check], &tag)) => {
            Ok(Some(Told::Known))
        }
        Some(_) => Err(OpenError::WitnessForeign),
    }
}

/// Opens the file for writing, or makes it.
pub(super) fn open(path: &Path, keys: &Keys, begin: Begin) -> Result<(Connection, Told), OpenError> {
    if !look(path, keys)? {
        if begin == Begin::Never {
            return Err(OpenError::WitnessMissing);
        }
        if !path.exists() {
            crate::sqlite::make_owner_only(path)?;
        }
    }
    let open = || -> Result<(Connection, Told), StoreError> {
        let mut conn = Connection::open(path)?;
        conn.busy_timeout(PATIENCE)?;
        // NORMAL: a power cut may take the last heads along, never the file. Erasures are written in FULL.
        conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF")?;
        let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let is_new = !knows(&change, "head")?;
        change.execute_batch(TABLES)?;
        let marked = change.query_row("SELECT count(*) > 0 FROM witness", (), |row| row.get::<_, bool>(0))?;
        let told = match (is_new, marked) {
            (true, _) => Told::Made,
            (false, true) => Told::Known,
            (false, false) => Told::Older,
        };
        match told {
            Told::Known => {
                // One from before lines were counted: what there is counts.
                let (was, is) = (crypto::mac(&keys.check, &[UNCOUNTED]), crypto::mac(&keys.check, &[CHECK]));
                if change.execute("UPDATE witness SET key_check = ?2 WHERE key_check = ?1", (was, is))? == 1 {
                    lines::recount(&change, keys, false)?;
                }
            }
            Told::Made => {
                let began = match begin {
                    Begin::At(at) => Some(at.0),
                    Begin::Never | Begin::WithNothing => None,
                };
                mark(&change, keys, began)?;
            }
            Told::Older => {
                for table in ["head", "audit_head", "erased"] {
                    let sql = "SELECT count(*) > 0 FROM pragma_table_info(?1) WHERE name = 'mac'";
                    if !change.query_row(sql, [table], |row| row.get::<_, bool>(0))? {
                        change.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN mac BLOB"))?;
                    }
                }
            }
        }
        change.commit()?;
        Ok((conn, told))
    };
    open().map_err(OpenError::witness)
}

/// Marks a witness as one under these keys, and takes its lines for the truth.
pub(crate) fn mark(conn: &Connection, keys: &Keys, began: Option<i64>) -> Result<(), StoreError> {
    let sql = "INSERT INTO witness (only_row, key_check, began_ms) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING";
    conn.execute(sql, (crypto::mac(&keys.check, &[CHECK]), began))?;
    lines::recount(conn, keys, false)
}

/// Since when the witness has known anything; `None` for one that was there from the beginning.
pub(crate) fn began(conn: &Connection) -> Result<Option<UtcMs>, StoreError> {
    let began: Option<Option<i64>> = conn.query_row("SELECT began_ms FROM witness", (), |row| row.get(0)).optional()?;
    Ok(began.flatten().map(UtcMs))
}

/// Proves a head that was written without proof.
pub(crate) fn prove_head(
    conn: &Connection,
    keys: &Keys,
    chain: Chain,
    owner: PersonId,
    head: &Head,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE {} SET mac = ?2 WHERE person_id = ?1", chain.table());
    conn.execute(&sql, (owner.bytes(), chain.mac(keys, owner, head)))?;
    Ok(())
}

/// Keeps an erasure, durably. One that is proved stays as it is.
pub(super) fn add_erased(conn: &Connection, keys: &Keys, owner: PersonId, erasure: &Erasure) -> Result<(), StoreError> {
    let there = "SELECT at_ms, mac FROM erased WHERE person_id = ?1";
    let read = |row: &Row<'_>| {
        Ok(Erasure { at: UtcMs(row.get(0)?), mac: row.get::<_, Option<[u8; 32]>>(1)?.unwrap_or([0; 32]) })
    };
    let there = conn.query_row(there, [owner.bytes()], read).optional()?;
    if there.is_some_and(|there| there.is_ours(keys, owner)) {
        return Ok(());
    }
    conn.execute_batch("PRAGMA synchronous = FULL")?;
    let sql = "INSERT INTO erased (person_id, at_ms, mac) VALUES (?1, ?2, ?3)
               ON CONFLICT (person_id) DO UPDATE SET at_ms = excluded.at_ms, mac = excluded.mac";
    let written = || -> Result<(), StoreError> {
        let change = conn.unchecked_transaction()?;
        change.execute(sql, (owner.bytes(), erasure.at.0, erasure.mac))?;
        lines::changed(&change, keys, (lines::ERASED, owner), None, &erasure.mac)?;
        Ok(change.commit()?)
    };
    let written = written();
    conn.execute_batch("PRAGMA synchronous = NORMAL")?;
    written
}

pub(super) fn forget_heads(conn: &Connection, keys: &Keys) -> Result<(), StoreError> {
    let change = conn.unchecked_transaction()?;
    change.execute_batch("DELETE FROM head; DELETE FROM audit_head; DELETE FROM desk_head")?;
    lines::recount(&change, keys, true)?;
    Ok(change.commit()?)
}

/// What is wrong with the file itself: what SQLite says, and tables that are not as this program makes them.
pub(crate) fn troubles(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut found = crate::sqlite::check_file(conn)?;
    let all = |conn: &Connection| -> Result<BTreeSet<String>, StoreError> {
        // A column that came later stands in the same place, in other words.
        let sql = "SELECT type || ' `' || name || '`', (SELECT group_concat(name || type || \"notnull\" || pk)
                       FROM pragma_table_info(sqlite_schema.name))
                   FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        let mut select = conn.prepare(sql)?;
        let rows = select.query_map((), |row| {
            Ok(format!("{} {}", row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?.unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let fresh = Connection::open_in_memory()?;
    fresh.execute_batch(TABLES)?;
    let (ours, theirs) = (all(&fresh)?, all(conn)?);
    let other = ours.symmetric_difference(&theirs);
    found.extend(other.map(|what| format!("{what} is not as this program makes it")));
    Ok(found)
}

/// Opens somebody's witness for reading, such as a copy that was kept elsewhere.
pub(crate) fn open_copy(path: &Path) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.busy_timeout(PATIENCE)?;
    Ok(conn)
}

/// Who was erased according to the file, proved or not. A proof that is missing is one that proves nothing.
pub(crate) fn erased(conn: &Connection) -> Result<Vec<(PersonId, Erasure)>, StoreError> {
    let mac = if has_proofs(conn)? { "mac" } else { "NULL" };
    let mut select = conn.prepare(&format!("SELECT person_id, at_ms, {mac} FROM erased ORDER BY person_id"))?;
    let rows = select.query_map((), |row| {
        let mac = row.get::<_, Option<[u8; 32]>>(2)?.unwrap_or([0; 32]);
        Ok((PersonId::from_bytes(row.get(0)?), Erasure { at: UtcMs(row.get(1)?), mac }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The next owner after `after`, or the first, with what was seen, and whether it is proved.
pub(crate) fn next_head(
    conn: &Connection,
    keys: &Keys,
    chain: Chain,
    after: Option<PersonId>,
) -> Result<Option<(PersonId, Head, bool)>, StoreError> {
    let mac = if has_proofs(conn)? { "mac" } else { "NULL" };
    let table = chain.table();
    let sql =
        format!("SELECT person_id, seq, hash, {mac} FROM {table} WHERE person_id > ?1 ORDER BY person_id LIMIT 1");
    // No id is shorter, so every one comes after nothing.
    let after: &[u8] = after.as_ref().map_or(&[], |after| after.bytes());
    let next = conn
        .prepare_cached(&sql)?
        .query_row([after], |row| {
            let head = Head { seq: row.get(1)?, hash: row.get(2)? };
            Ok((PersonId::from_bytes(row.get(0)?), head, row.get::<_, Option<[u8; 32]>>(3)?))
        })
        .optional()?;
    Ok(next.map(|(owner, head, mac)| (owner, head, mac == Some(chain.mac(keys, owner, &head)))))
}

/// Whether it has seen the record of anybody.
pub(crate) fn remembers(conn: &Connection) -> Result<bool, StoreError> {
    Ok(knows(conn, "head")? && conn.query_row("SELECT count(*) > 0 FROM head", (), |row| row.get(0))?)
}

/// Whether there is a witness at this place that has seen the record of anybody.
pub(crate) fn has_seen(path: &Path, keys: &Keys) -> Result<bool, OpenError> {
    Ok(look(path, keys)? && open_copy(path).and_then(|conn| remembers(&conn)).map_err(OpenError::witness)?)
}

/// Whether it has ever seen a record.
pub(crate) fn has_head(conn: &Connection, person: PersonId) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) > 0 FROM head WHERE person_id = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([person.bytes()], |row| row.get(0))?)
}

/// Whether a table is there: a witness that was written by an older program lacks some.
pub(crate) fn knows(conn: &Connection, table: &str) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    Ok(conn.query_row(sql, [table], |row| row.get(0))?)
}

impl Chain {
    /// Whether a witness remembers this.
    pub(crate) fn is_in(self, conn: &Connection) -> Result<bool, StoreError> {
        knows(conn, self.table())
    }
}

fn has_proofs(conn: &Connection) -> Result<bool, StoreError> {
    knows(conn, "witness")
}

/// Proves everything under new keys that was proved under the old ones. Doing it again is harmless.
pub(crate) fn renew(path: &Path, old: &Keys, new: &Keys) -> Result<(), StoreError> {
    let mut conn = Connection::open(path)?;
    conn.busy_timeout(PATIENCE)?;
    conn.execute_batch("PRAGMA synchronous = FULL")?;
    let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // One that an older program wrote has no proofs; they are made when it is opened under the new keys.
    if !has_proofs(&change)? {
        return Ok(());
    }
    let wrong = lines::wrong(&change, old)?;
    for chain in Chain::ALL {
        let mut after = None;
        while let Some((owner, head, proved)) = next_head(&change, old, chain, after)? {
            after = Some(owner);
            if proved {
                prove_head(&change, new, chain, owner, &head)?;
            }
        }
    }
    for (owner, erasure) in erased(&change)? {
        if let Some(renewed) = erasure.renew(old, new, owner) {
            let sql = "UPDATE erased SET mac = ?2 WHERE person_id = ?1";
            change.execute(sql, (owner.bytes(), renewed.mac))?;
        }
    }
    if knows(&change, "counted")? {
        lines::renew(&change, new, &wrong)?;
    }
    for check in [CHECK, UNCOUNTED] {
        let (was, is) = (crypto::mac(&old.check, &[check]), crypto::mac(&new.check, &[check]));
        change.execute("UPDATE witness SET key_check = ?2 WHERE key_check = ?1", (was, is))?;
    }
    Ok(change.commit()?)
}
