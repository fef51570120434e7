//! The witness: a small file outside the database that remembers how far each record had come, and who was erased.
//!
//! A database that is put back to an older state is whole in itself; only somebody outside can tell that it once went
//! further. The witness follows every append shortly after it, so it may be a moment behind and never ahead. It holds
//! random ids, places and hashes, and nothing about anybody; each line is proved under the master key, because whoever
//! can write the file must not be able to have anybody erased. It is worth more on another disk than the database's.

mod file;
mod lines;
mod seen;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use crate::chain::Head;
use crate::engine::Engines;
use crate::erase::Erasure;
use crate::key::Keys;
use crate::{OpenError, PersonId, StoreError};

use seen::Seen;

pub(crate) use file::{
    Begin, Chain, Told, began, erased, has_head, has_seen, is_blank, look, mark, next_head, open_copy, prove_head,
    remembers, renew, troubles,
};
pub(crate) use lines::wrong;

/// A witness that is written to, or none.
#[derive(Clone, Default)]
pub(crate) struct Witness(Option<Arc<Shared>>);

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    conn: Mutex<Connection>,
    keys: Arc<Keys>,
}

#[derive(Default)]
struct State {
    /// What was seen and is not written yet.
    waiting: BTreeMap<(Chain, PersonId), Seen>,
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
    /// Opens the witness, or makes it as `begin` says, and follows the chains of `engines` from now on. What has to be done
    /// about it first, too.
    pub(crate) fn open(
        path: &Path,
        keys: &Arc<Keys>,
        begin: Begin,
        engines: &Arc<Engines>,
    ) -> Result<(Self, Following, Told), OpenError> {
        let (conn, told) = file::open(path, keys, begin)?;
        let (conn, keys) = (Mutex::new(conn), Arc::clone(keys));
        let shared = Shared { state: Mutex::default(), changed: Condvar::new(), conn, keys };
        let witness = Self(Some(Arc::new(shared)));
        // Whoever follows keeps no database open.
        let (following, engines) = (witness.clone(), Arc::downgrade(engines));
        let thread = thread::Builder::new()
            .name("supple-store-witness".to_owned())
            .spawn(move || following.follow(&engines))
            .map_err(|error| StoreError::Io { what: error.kind().to_string() })?;
        let guard = Following { witness: witness.clone(), thread: Some(thread) };
        Ok((witness, guard, told))
    }

    /// A chain has come this far; `from` is where it ended before, if that is known. Returns at once.
    pub(crate) fn saw(&self, chain: Chain, owner: PersonId, from: Option<Head>, to: Head) {
        let Some(shared) = &self.0 else { return };
        let seen = Seen { from, to };
        let mut state = lock(&shared.state);
        state.waiting.entry((chain, owner)).and_modify(|waiting| waiting.add(seen)).or_insert(seen);
        drop(state);
        shared.changed.notify_all();
    }

    /// Somebody is about to be erased. Returns when it is durable.
    pub(crate) fn erased(&self, owner: PersonId, erasure: &Erasure) -> Result<(), StoreError> {
        let Some(shared) = &self.0 else { return Ok(()) };
        file::add_erased(&lock(&shared.conn), &shared.keys, owner, erasure)
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
        let Some(shared) = &self.0 else { return Ok(()) };
        self.read(|conn| file::forget_heads(conn, &shared.keys)).map(drop)
    }

    fn follow(&self, engines: &Weak<Engines>) {
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
            let written = seen::write(&mut lock(&shared.conn), &shared.keys, engines, &heads);
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
