//! The witness: a small file outside the database that remembers how far each record had come, and who was erased.
//!
//! A database that is put back to an older state is whole in itself; only somebody outside can tell that it once went
//! further. The witness follows every append shortly after it, so it may be a moment behind and never ahead. It holds
//! random ids, places and hashes, and nothing about anybody. It is worth more on another disk than the database's.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use crate::chain::Head;
use crate::{PersonId, StoreError, UtcMs};

/// How long another program may hold the witness.
const PATIENCE: Duration = Duration::from_secs(5);

/// Which of an owner's chains is meant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Chain {
    /// The events of a person.
    Record,
    /// The notes of an audit: a practice's, or that of what is kept beside a person's record.
    Audit,
}

/// A witness that is written to, or none.
#[derive(Clone, Default)]
pub(crate) struct Witness(Option<Arc<Shared>>);

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    conn: Mutex<Connection>,
}

#[derive(Default)]
struct State {
    /// What was seen and is not written yet: the furthest head of each chain.
    waiting: BTreeMap<(Chain, PersonId), Head>,
    writing: bool,
    closing: bool,
    /// Why the last writing failed. Following goes on with the next append.
    failed: Option<StoreError>,
}

/// Ends the thread when the store is dropped.
pub(crate) struct Following {
    witness: Witness,
    thread: Option<JoinHandle<()>>,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change below is whole before anything can panic.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Witness {
    /// Opens the witness or makes it, and follows from now on. Whether it was made just now.
    pub(crate) fn open(path: &Path) -> Result<(Self, Following, bool), StoreError> {
        let is_new = !path.exists();
        if is_new {
            crate::sqlite::make_owner_only(path)?;
        }
        let conn = Connection::open(path)?;
        conn.busy_timeout(PATIENCE)?;
        // NORMAL: a power cut may take the last heads along, never the file. Erasures are written in FULL.
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF;
             CREATE TABLE IF NOT EXISTS head (person_id BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
                 seq INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT, WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS audit_head (person_id BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
                 seq INTEGER NOT NULL, hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT, WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS erased (person_id BLOB NOT NULL PRIMARY KEY CHECK (length(person_id) = 16),
                 at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
        )?;
        let shared = Shared { state: Mutex::default(), changed: Condvar::new(), conn: Mutex::new(conn) };
        let witness = Self(Some(Arc::new(shared)));
        let following = witness.clone();
        let thread = thread::Builder::new()
            .name("supple-store-witness".to_owned())
            .spawn(move || following.follow())
            .map_err(|error| StoreError::Io { what: error.kind().to_string() })?;
        let guard = Following { witness: witness.clone(), thread: Some(thread) };
        Ok((witness, guard, is_new))
    }

    /// A chain has come this far. Returns at once.
    pub(crate) fn saw(&self, chain: Chain, owner: PersonId, head: Head) {
        let Some(shared) = &self.0 else { return };
        let mut state = lock(&shared.state);
        let furthest = state.waiting.entry((chain, owner)).or_insert(head);
        if furthest.seq < head.seq {
            *furthest = head;
        }
        drop(state);
        shared.changed.notify_all();
    }

    /// A person is about to be erased. Returns when it is durable.
    pub(crate) fn erased(&self, person: PersonId, at: UtcMs) -> Result<(), StoreError> {
        let Some(shared) = &self.0 else { return Ok(()) };
        let conn = lock(&shared.conn);
        conn.execute_batch("PRAGMA synchronous = FULL")?;
        let written = add_erased(&conn, person, at);
        conn.execute_batch("PRAGMA synchronous = NORMAL")?;
        written
    }

    /// Waits until everything seen so far is written, and says if something could not be.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        let Some(shared) = &self.0 else { return Ok(()) };
        let mut state = lock(&shared.state);
        while !state.waiting.is_empty() || state.writing {
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.failed.clone().map_or(Ok(()), Err)
    }

    /// What is remembered, if there is a witness.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.flush()?;
        let Some(shared) = &self.0 else { return Ok(None) };
        read(&lock(&shared.conn)).map(Some)
    }

    /// Takes the present heads for the truth: after an older backup was put back on purpose.
    pub(crate) fn forget_heads(&self) -> Result<(), StoreError> {
        self.read(|conn| Ok(conn.execute_batch("DELETE FROM head; DELETE FROM audit_head")?)).map(drop)
    }

    fn follow(&self) {
        let Some(shared) = &self.0 else { return };
        loop {
            let mut state = lock(&shared.state);
            while state.waiting.is_empty() && !state.closing {
                state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.waiting.is_empty() {
                return;
            }
            let heads = std::mem::take(&mut state.waiting);
            state.writing = true;
            drop(state);
            let written = write_heads(&mut lock(&shared.conn), &heads);
            let mut state = lock(&shared.state);
            state.writing = false;
            state.failed = written.err();
            drop(state);
            shared.changed.notify_all();
        }
    }
}

impl Drop for Following {
    /// Writes what is still waiting.
    fn drop(&mut self) {
        if let Some(shared) = &self.witness.0 {
            lock(&shared.state).closing = true;
            shared.changed.notify_all();
        }
        if let Some(thread) = self.thread.take() {
            // A panic there loses heads at most, which the next append makes good.
            drop(thread.join());
        }
    }
}

fn write_heads(conn: &mut Connection, heads: &BTreeMap<(Chain, PersonId), Head>) -> Result<(), StoreError> {
    let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for ((chain, owner), head) in heads {
        let sql = match chain {
            Chain::Record => {
                "INSERT INTO head (person_id, seq, hash) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
                 WHERE excluded.seq > head.seq"
            }
            Chain::Audit => {
                "INSERT INTO audit_head (person_id, seq, hash) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
                 WHERE excluded.seq > audit_head.seq"
            }
        };
        change.prepare_cached(sql)?.execute((owner.bytes(), head.seq, head.hash))?;
    }
    Ok(change.commit()?)
}

fn add_erased(conn: &Connection, person: PersonId, at: UtcMs) -> Result<(), StoreError> {
    let sql = "INSERT INTO erased (person_id, at_ms) VALUES (?1, ?2) ON CONFLICT (person_id) DO NOTHING";
    conn.execute(sql, (person.bytes(), at.0))?;
    Ok(())
}

/// Opens somebody's witness for reading, such as a copy that was kept elsewhere.
pub(crate) fn open_copy(path: &Path) -> Result<Connection, StoreError> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.busy_timeout(PATIENCE)?;
    Ok(conn)
}

/// Who was erased, and when.
pub(crate) fn erased_of(conn: &Connection) -> Result<Vec<(PersonId, UtcMs)>, StoreError> {
    let mut select = conn.prepare("SELECT person_id, at_ms FROM erased ORDER BY person_id")?;
    let rows = select.query_map((), |row| Ok((PersonId::from_bytes(row.get(0)?), UtcMs(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The next owner after `after`, or the first, with the head of the chain that was seen.
pub(crate) fn next_head(
    conn: &Connection,
    chain: Chain,
    after: Option<PersonId>,
) -> Result<Option<(PersonId, Head)>, StoreError> {
    let sql = match chain {
        Chain::Record => "SELECT person_id, seq, hash FROM head WHERE person_id > ?1 ORDER BY person_id LIMIT 1",
        Chain::Audit => "SELECT person_id, seq, hash FROM audit_head WHERE person_id > ?1 ORDER BY person_id LIMIT 1",
    };
    // No id is shorter, so every one comes after nothing.
    let after: &[u8] = after.as_ref().map_or(&[], |after| after.bytes());
    Ok(conn
        .prepare_cached(sql)?
        .query_row([after], |row| Ok((PersonId::from_bytes(row.get(0)?), Head { seq: row.get(1)?, hash: row.get(2)? })))
        .optional()?)
}

/// Whether a witness remembers audits too: one that was written by an older program does not.
pub(crate) fn knows_audits(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = 'audit_head'";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}
