//! Opening the database: refuse what is not ours before anything is touched, make it or move it forward.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::generation::{KEY_CHECK, KeyRing};
use crate::key::Keys;
use crate::tables::Tables;
use crate::{OpenError, StoreError, counted, crypto, lookup};

use super::tables::Rows;

/// Marks a file as ours in SQLite's header: "SupL".
const APPLICATION_ID: i32 = 0x5375_704c;
/// The schema, one step a version; the number of steps is the schema version. Steps are added, never changed.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_record.sql"),
    include_str!("../../migrations/sqlite/0002_lookup_erasure_keys.sql"),
    include_str!("../../migrations/sqlite/0003_desk.sql"),
    include_str!("../../migrations/sqlite/0004_occupancy.sql"),
    include_str!("../../migrations/sqlite/0005_audit_stays.sql"),
    include_str!("../../migrations/sqlite/0006_whose.sql"),
    include_str!("../../migrations/sqlite/0007_counted.sql"),
    include_str!("../../migrations/sqlite/0008_therapist.sql"),
    include_str!("../../migrations/sqlite/0009_ledger.sql"),
];
/// How long another program may hold the database before we give up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database for the writer; makes it when the file is missing or empty.
pub(super) fn open_writer(path: &Path, keys: &KeyRing) -> Result<Connection, OpenError> {
    open_writer_with(path, keys, MIGRATIONS)
}

fn open_writer_with(path: &Path, keys: &KeyRing, migrations: &[&str]) -> Result<Connection, OpenError> {
    let is_new = match look_at(path)? {
        Found::Nothing => {
            make_owner_only(path)?;
            true
        }
        Found::Foreign => return Err(OpenError::NotSupple),
        // The making of the database was cut off; SQLite undoes that on the first ordinary opening.
        Found::Interrupted => {
            let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            let is_blank = is_blank(&conn)?;
            if !is_blank {
                check(&conn, keys, migrations)?;
            }
            is_blank
        }
        Found::Ours => {
            check(&connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?, keys, migrations)?;
            false
        }
    };
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    migrate(&mut conn, keys, migrations, is_new)?;
    // Only now, because the marks in the file's header must not wait in a write-ahead log.
    let mode: String = pragma(&conn, "PRAGMA journal_mode = WAL")?;
    if mode != "wal" {
        return Err(StoreError::Io { what: "the file system does not allow a write-ahead log".to_owned() }.into());
    }
    Ok(conn)
}

/// Changes something in a copy that nobody has open, if it is under these keys, and leaves nothing of what was there.
pub(super) fn in_copy<T>(
    path: &Path,
    keys: &Keys,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<(), StoreError> {
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let ours = |(_, tag): &(u32, [u8; 32])| crypto::mac_matches(&keys.check, &[KEY_CHECK], tag);
    if !Rows(&change).key_checks()?.iter().all(ours) {
        return Err(StoreError::KeyChanged);
    }
    work(&change)?;
    change.commit()?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
    Ok(())
}

/// Opens the database for reading only.
pub(super) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    // FULL: what was acknowledged survives a power cut. secure_delete: a replaced key is overwritten in the file.
    // The rest: the file may have been tampered with, and nothing may spill into temporary files.
    conn.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(conn)
}

/// What lies at the path, judged from the file's header without SQLite, so that nothing is touched.
enum Found {
    Nothing,
    Foreign,
    Interrupted,
    Ours,
}

fn look_at(path: &Path) -> Result<Found, StoreError> {
    let header = first_bytes(path, 100)?;
    // A rollback journal that still holds something: whatever wrote here was cut off before its commit.
    if first_bytes(&beside(path, "-journal"), 8)? == [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7] {
        return Ok(Found::Interrupted);
    }
    Ok(match header.get(68..72) {
        // The place of the application id in SQLite's file format.
        Some(id) if header.starts_with(b"SQLite format 3\0") && id == APPLICATION_ID.to_be_bytes() => Found::Ours,
        _ if header.is_empty() => Found::Nothing,
        _ => Found::Foreign,
    })
}

/// What the file begins with; nothing when there is none.
fn first_bytes(path: &Path, count: u64) -> Result<Vec<u8>, StoreError> {
    let io = |error: io::Error| StoreError::Io { what: error.kind().to_string() };
    let mut bytes = Vec::new();
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        file => drop(file.map_err(io)?.take(count).read_to_end(&mut bytes).map_err(io)?),
    }
    Ok(bytes)
}

/// The path with something behind its name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// Makes an empty file that only its owner may read. SQLite gives its companion files the same permissions.
pub(crate) fn make_owner_only(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| match error.kind() {
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => StoreError::ReadOnly,
        io::ErrorKind::StorageFull => StoreError::Full,
        kind => StoreError::Io { what: kind.to_string() },
    })
}

fn pragma<T: rusqlite::types::FromSql>(conn: &Connection, sql: &str) -> Result<T, StoreError> {
    Ok(conn.query_row(sql, (), |row| row.get(0))?)
}

fn is_blank(conn: &Connection) -> Result<bool, StoreError> {
    Ok(pragma::<i64>(conn, "PRAGMA user_version")? == 0
        && pragma::<i64>(conn, "SELECT count(*) FROM sqlite_schema")? == 0)
}

/// Refuses what is not ours, too new, or under another key.
fn check(conn: &Connection, keys: &KeyRing, migrations: &[&str]) -> Result<(), OpenError> {
    if pragma::<i32>(conn, "PRAGMA application_id")? != APPLICATION_ID {
        return Err(OpenError::NotSupple);
    }
    let (found, known) = (pragma(conn, "PRAGMA user_version")?, version_of(migrations));
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    // Before the second step there was one key for good.
    let checks = if found < 2 {
        let mut select = conn.prepare("SELECT 1, key_check FROM store").map_err(StoreError::from)?;
        let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).map_err(StoreError::from)?;
        rows.collect::<Result<Vec<_>, _>>().map_err(StoreError::from)?
    } else {
        Rows(conn).key_checks()?
    };
    keys.generation(&checks).map(drop)
}

/// What SQLite says about the file; nothing when it is sound.
pub(crate) fn check_file(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let lines = conn
        .prepare("PRAGMA integrity_check")
        .and_then(|mut check| check.query_map((), |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>());
    match lines.map_err(StoreError::from) {
        Ok(lines) => Ok(lines.into_iter().filter(|line| line != "ok").collect()),
        Err(StoreError::Damaged { what }) => Ok(vec![what]),
        Err(error) => Err(error),
    }
}

/// How the tables and guards differ from those that this program makes: a guard that was taken off, a rule that was
/// loosened.
pub(super) fn check_schema(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let all = |conn: &Connection| -> Result<BTreeSet<[String; 3]>, StoreError> {
        let sql =
            "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'";
        let mut select = conn.prepare(sql)?;
        let rows = select.query_map((), |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let fresh = Connection::open_in_memory()?;
    MIGRATIONS.iter().try_for_each(|step| fresh.execute_batch(step))?;
    let (ours, theirs) = match (all(&fresh)?, all(conn)) {
        (ours, Ok(theirs)) => (ours, theirs),
        (_, Err(StoreError::Damaged { what })) => return Ok(vec![what]),
        (_, Err(error)) => return Err(error),
    };
    let names: BTreeSet<String> =
        ours.symmetric_difference(&theirs).map(|[kind, name, _]| format!("{kind} `{name}`")).collect();
    Ok(names.into_iter().map(|name| format!("{name} is not as this program makes it")).collect())
}

fn version_of(migrations: &[&str]) -> i64 {
    // INVARIANT: there are only a handful of migrations.
    i64::try_from(migrations.len()).unwrap_or(i64::MAX)
}

/// Takes the steps that are missing, all or none.
fn migrate(conn: &mut Connection, keys: &KeyRing, migrations: &[&str], is_new: bool) -> Result<(), OpenError> {
    let change = conn.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(StoreError::from)?;
    let found: i64 = pragma(&change, "PRAGMA user_version")?;
    if is_new && found == 0 {
        change.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}")).map_err(StoreError::from)?;
    }
    let known = version_of(migrations);
    for step in migrations.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        change.execute_batch(step).map_err(StoreError::from)?;
    }
    if found == 0 {
        let table = if known < 2 { "store" } else { "master_key" };
        let tag = crypto::mac(&keys.current.check, &[KEY_CHECK]);
        change.execute(&format!("INSERT INTO {table} VALUES (1, ?1)"), [tag]).map_err(StoreError::from)?;
    }
    if found == 1 && known >= 2 {
        lookup::fill(&mut Rows(&change), &keys.current)?;
    }
    if (3..7).contains(&found) && known >= 7 {
        let keys: Vec<&Keys> = std::iter::once(&keys.current).chain(&keys.next).collect();
        counted::fill(&mut Rows(&change), &keys)?;
    }
    if found < known {
        change.execute_batch(&format!("PRAGMA user_version = {known}")).map_err(StoreError::from)?;
    }
    // Checked again under the lock: another program may have made or moved the database in the meantime.
    check(&change, keys, migrations)?;
    Ok(change.commit().map_err(StoreError::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Head;
    use crate::profile::Profile;
    use crate::shelf::{ItemRow, Shelf};
    use crate::{MasterKey, PersonId, UtcMs};

    fn keys() -> KeyRing {
        KeyRing::of(&MasterKey::from_bytes([1; 32]))
    }

    #[test]
    fn commits_wait_for_the_disk_and_deleted_content_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let conn = open_writer(&dir.path().join("a.sqlite"), &keys()).unwrap();
        assert_eq!(pragma::<i64>(&conn, "PRAGMA synchronous").unwrap(), 2);
        assert_eq!(pragma::<i64>(&conn, "PRAGMA secure_delete").unwrap(), 1);
        assert_eq!(pragma::<String>(&conn, "PRAGMA journal_mode").unwrap(), "wal");
    }

    #[test]
    fn an_older_database_moves_forward_and_keeps_its_rows() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let known = MIGRATIONS.len() as i64;
        drop(open_writer_with(&path, &keys(), MIGRATIONS).unwrap());
        let later = [MIGRATIONS, &["CREATE TABLE later (a) STRICT", "CREATE TABLE more (a)"]].concat();
        // The first new step is not valid (STRICT wants types): all or nothing.
        assert!(open_writer_with(&path, &keys(), &later).is_err());
        let conn = open_writer_with(&path, &keys(), MIGRATIONS).unwrap();
        assert_eq!(pragma::<i64>(&conn, "PRAGMA user_version").unwrap(), known);
        drop(conn);
        let later = [MIGRATIONS, &["CREATE TABLE later (a)", "CREATE TABLE more (a)"]].concat();
        let conn = open_writer_with(&path, &keys(), &later).unwrap();
        assert_eq!(pragma::<i64>(&conn, "PRAGMA user_version").unwrap(), known + 2);
        let both = "SELECT count(*) FROM master_key, sqlite_schema WHERE name = 'more'";
        assert_eq!(pragma::<i64>(&conn, both).unwrap(), 1);
        drop(conn);
        let refused = open_writer_with(&path, &keys(), MIGRATIONS).err();
        assert_eq!(refused, Some(OpenError::Newer { found: known + 2, known }));
    }

    #[test]
    fn the_first_schema_moves_forward_and_its_people_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let ring = keys();
        let conn = open_writer_with(&path, &ring, &MIGRATIONS[..1]).unwrap();
        let person = PersonId::from_bytes([5; 16]);
        let profile = Profile { name: "Ada".to_owned(), created_at: UtcMs(0), mail: None, phone: None };
        let end = Head::start(person).proved(&ring.current, person);
        conn.execute(
            "INSERT INTO person (person_id, profile_sealed, key_wrapped, last_seq, head_hash, head_mac)
             VALUES (?1, ?2, x'00', 0, ?3, ?4)",
            (person.bytes(), profile.seal(&ring.current, person).unwrap(), end.head.hash, end.mac),
        )
        .unwrap();
        drop(conn);
        let wrong = KeyRing::of(&MasterKey::from_bytes([2; 32]));
        assert_eq!(open_writer(&path, &wrong).err(), Some(OpenError::WrongMasterKey));
        let conn = open_writer(&path, &ring).unwrap();
        assert_eq!(Rows(&conn).tags(person).unwrap(), lookup::tags(&ring.current, &profile));
        assert_eq!(Rows(&conn).person(person).unwrap().map(|row| row.generation), Some(1));
    }

    #[test]
    fn the_second_schema_moves_forward_and_keeps_its_people() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let ring = keys();
        let conn = open_writer_with(&path, &ring, &MIGRATIONS[..2]).unwrap();
        let person = PersonId::from_bytes([5; 16]);
        let profile = Profile { name: "Ada".to_owned(), created_at: UtcMs(0), mail: None, phone: None };
        let end = Head::start(person).proved(&ring.current, person);
        let sealed = profile.seal(&ring.current, person).unwrap();
        let row = (person.bytes(), sealed, end.head.hash, end.mac);
        conn.execute(
            "INSERT INTO person (person_id, profile_sealed, key_wrapped, last_seq, head_hash, head_mac)
             VALUES (?1, ?2, x'00', 0, ?3, ?4)",
            row,
        )
        .unwrap();
        Rows(&conn).set_tags(person, &lookup::tags(&ring.current, &profile)).unwrap();
        drop(conn);
        let conn = open_writer(&path, &ring).unwrap();
        assert_eq!(pragma::<i64>(&conn, "PRAGMA user_version").unwrap(), version_of(MIGRATIONS));
        assert_eq!(Rows(&conn).tags(person).unwrap(), lookup::tags(&ring.current, &profile));
        assert!(Rows(&conn).desks(None, 9).unwrap().is_empty() && Rows(&conn).person(person).unwrap().is_some());
    }

    #[test]
    fn the_third_schema_moves_forward_and_its_bookings_stay() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let ring = keys();
        let conn = open_writer_with(&path, &ring, &MIGRATIONS[..3]).unwrap();
        let owner = PersonId::from_bytes([6; 16]);
        conn.execute(
            "INSERT INTO desk (owner_id, is_practice, key_wrapped, generation) VALUES (?1, 1, x'00', 1)",
            [owner.bytes()],
        )
        .unwrap();
        let row = ItemRow { id: [7; 16], at: Some(1), until: Some(2), about: None, version: 1, sealed: vec![0] };
        let booking =
            "INSERT INTO booking (owner_id, item_id, at_ms, until_ms, version, sealed) VALUES (?1, ?2, 1, 2, 1, x'00')";
        conn.execute(booking, (owner.bytes(), row.id)).unwrap();
        drop(conn);
        let conn = open_writer(&path, &ring).unwrap();
        assert_eq!(pragma::<i64>(&conn, "PRAGMA user_version").unwrap(), version_of(MIGRATIONS));
        assert!(Rows(&conn).item(Shelf::Booking, owner, &row.id).unwrap() == Some(row));
        assert_eq!(
            Rows(&conn).occupied(owner).unwrap(),
            [],
            "what was booked before takes nothing until it is booked anew"
        );
    }

    #[test]
    fn a_making_that_was_cut_off_is_taken_up_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        // An ordinary database in the making: pages written, rollback journal still there.
        let other = dir.path().join("b.sqlite");
        let maker = Connection::open(&other).unwrap();
        maker.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN").unwrap();
        maker.execute_batch("CREATE TABLE t (a)").unwrap();
        for _ in 0..50 {
            maker.execute("INSERT INTO t VALUES (zeroblob(3000))", ()).unwrap();
        }
        assert!(std::fs::metadata(&other).unwrap().len() > 0, "the pages spilled into the file");
        std::fs::copy(&other, &path).unwrap();
        std::fs::copy(beside(&other, "-journal"), beside(&path, "-journal")).unwrap();
        let conn = open_writer(&path, &keys()).unwrap();
        assert_eq!(pragma::<i64>(&conn, "PRAGMA user_version").unwrap(), version_of(MIGRATIONS));
        assert_eq!(pragma::<i64>(&conn, "SELECT count(*) FROM sqlite_schema WHERE name = 't'").unwrap(), 0);
    }
}
