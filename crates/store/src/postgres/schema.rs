//! Making the tables on a server, or moving them forward.

use super::pool::Conn;
use super::tables::Rows;
use crate::generation::{KEY_CHECK, KeyRing};
use crate::key::Keys;
use crate::tables::Tables;
use crate::{OpenError, StoreError, counted, crypto};

/// The steps, one a version. Steps are added, never changed.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/postgres/0001_record.sql"),
    include_str!("../../migrations/postgres/0002_desk.sql"),
    include_str!("../../migrations/postgres/0003_occupancy.sql"),
    include_str!("../../migrations/postgres/0004_audit_stays.sql"),
    include_str!("../../migrations/postgres/0005_whose.sql"),
    include_str!("../../migrations/postgres/0006_counted.sql"),
    include_str!("../../migrations/postgres/0007_therapist.sql"),
    include_str!("../../migrations/postgres/0008_never_emptied.sql"),
    include_str!("../../migrations/postgres/0009_ledger.sql"),
];
/// Held while the schema is looked at and moved, so that programs that start at once make one database.
const MAKING: i64 = 0x5375_704d;

/// Checks the schema, the key and which part of everybody this server holds; makes what is missing.
pub(super) fn prepare(conn: &mut Conn, keys: &KeyRing, nth: usize, count: usize) -> Result<(), OpenError> {
    conn.batch("BEGIN")?;
    let made = make(conn, keys, nth, count);
    conn.batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    made
}

fn make(conn: &mut Conn, keys: &KeyRing, nth: usize, count: usize) -> Result<(), OpenError> {
    conn.query("SELECT 1 FROM pg_advisory_xact_lock($1)", &[&MAKING])?;
    let there = "SELECT 1 FROM pg_tables WHERE schemaname = 'supple' AND tablename = 'schema_version'";
    if conn.query(there, &[])?.is_empty() {
        conn.batch(
            "CREATE SCHEMA IF NOT EXISTS supple; CREATE TABLE supple.schema_version (version BIGINT NOT NULL);
             INSERT INTO supple.schema_version VALUES (0)",
        )?;
    }
    let rows = conn.query("SELECT version FROM schema_version", &[])?;
    let found: i64 = rows.first().and_then(|row| row.try_get(0).ok()).ok_or(OpenError::NotSupple)?;
    // INVARIANT: there are only a handful of migrations.
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        conn.batch(step)?;
    }
    if (2..6).contains(&found) {
        let keys: Vec<&Keys> = std::iter::once(&keys.current).chain(&keys.next).collect();
        counted::fill(&mut Rows(conn), &keys)?;
    }
    if found < known {
        conn.execute("UPDATE schema_version SET version = $1", &[&known])?;
    }
    let part = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    if found == 0 {
        Rows(conn).add_key_check(1, &crypto::mac(&keys.current.check, &[KEY_CHECK]))?;
        conn.execute("INSERT INTO shard VALUES (1, $1, $2)", &[&part(nth), &part(count)])?;
    }
    keys.generation(&Rows(conn).key_checks()?)?;
    let rows = conn.query("SELECT nth, count FROM shard", &[])?;
    let found = rows.first().map(|row| Ok::<(i32, i32), StoreError>((row.try_get(0)?, row.try_get(1)?))).transpose()?;
    if found == Some((part(nth), part(count))) { Ok(()) } else { Err(OpenError::OtherPart) }
}
