//! A household to try things on. Time and ids are made up, so every run is the same.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use supple_store::{MasterKey, NewEvent, Options, PersonId, PersonKey, PinCost, Store, UtcMs, Uuid, Who};
use tempfile::TempDir;

/// The moment at which everything happens.
pub(crate) const NOW: UtcMs = UtcMs(1_790_000_000_000);

/// A directory with a database in it.
pub(crate) struct Home {
    pub(crate) dir: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("home.sqlite")
    }

    pub(crate) fn open(&self) -> Store {
        open(&self.path(), options())
    }

    /// Plain SQLite on the same file, with the guards against rewriting history taken off until it is dropped.
    pub(crate) fn tamper(&self) -> Tampering {
        let conn = rusqlite::Connection::open(self.path()).unwrap();
        let triggers = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
        let guards: Vec<(String, String)> = {
            let mut select = conn.prepare(triggers).unwrap();
            let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        for (name, _) in &guards {
            conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        Tampering { conn, guards }
    }

    /// The bytes of the database, its write-ahead log and its shared memory.
    pub(crate) fn all_bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.dir.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

/// Plain SQLite without guards; they are put back with the same words.
pub(crate) struct Tampering {
    conn: rusqlite::Connection,
    guards: Vec<(String, String)>,
}

impl std::ops::Deref for Tampering {
    type Target = rusqlite::Connection;

    fn deref(&self) -> &rusqlite::Connection {
        &self.conn
    }
}

impl Drop for Tampering {
    fn drop(&mut self) {
        for (_, guard) in &self.guards {
            // A file that was spoilt on purpose may not take them.
            drop(self.conn.execute_batch(guard));
        }
    }
}

pub(crate) fn options() -> Options {
    Options { pin_cost: PinCost::for_tests(), ..Options::default() }
}

pub(crate) fn open(path: &Path, options: Options) -> Store {
    Store::open_with(path, master(), options).unwrap()
}

pub(crate) fn master() -> MasterKey {
    MasterKey::from_bytes([42; 32])
}

/// A person without a PIN, unlocked.
pub(crate) fn somebody(store: &Store) -> (PersonId, PersonKey) {
    let person = store.create_person("Ada", None, NOW).unwrap();
    (person, store.unlock(person, None, NOW).unwrap())
}

/// A UUIDv7 that nobody else has.
pub(crate) fn fresh_id() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut tail = [0; 10];
    tail[2..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000, &tail).into_uuid()
}

/// An event with this payload.
pub(crate) fn saying(payload: Value) -> NewEvent {
    NewEvent {
        id: fresh_id(),
        at: NOW,
        zone: "Europe/Paris".to_owned(),
        kind: "answered".to_owned(),
        version: 1,
        who: Who::Self_,
        payload,
    }
}

/// An event with a number in it.
pub(crate) fn number(nth: u64) -> NewEvent {
    saying(json!({ "nth": nth }))
}

/// Whether `needle` is somewhere in `bytes`.
pub(crate) fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    position(bytes, needle).is_some()
}

/// Where `needle` is in `bytes`.
pub(crate) fn position(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
