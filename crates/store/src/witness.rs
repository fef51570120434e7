//! The witness: a small file outside the database that remembers how far each record had come, and who was erased.
//!
//! A database that is put back to an older state is whole in itself; only somebody outside can tell that it once went
//! further. The witness follows every append shortly after it, so it may be a moment behind and never ahead. It holds
//! random ids, places and hashes, and nothing about anybody; each line is proved under the master key, because whoever
//! can write the file must not be able to have anybody erased. It is worth more on another disk than the database's.

mod file;
mod lines;
mod place;
mod seen;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::chain::Head;
use crate::engine::Engines;
use crate::erase::Erasure;
use crate::key::Keys;
use crate::{OpenError, PersonId, StoreError};

use place::Placed;
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
    conn: Mutex<Placed>,
    keys: Arc<Keys>,
    /// Told when it cannot be written, once until it can be again, and when it was put back.
    alarm: Option<Alarm>,
}

/// Whom to tell of the witness: called on a thread of its own.
pub type Alarm = Arc<dyn Fn(&WitnessNews) + Send + Sync>;

/// What has to be said of the witness while the records are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessNews {
    /// It cannot be written, and why. What it should remember waits.
    Unwritten(StoreError),
    /// Its file was gone, and was put back with everything that it had remembered.
    PutBack,
}

/// After how long writing is tried again that failed.
const AGAIN: Duration = Duration::from_secs(5);
/// How often it is looked whether it is still in its place while nothing has to be written.
const LOOK: Duration = Duration::from_mins(1);

#[derive(Default)]
struct State {
    /// What was seen and is not written yet.
    waiting: BTreeMap<(Chain, PersonId), Seen>,
    writing: bool,
    closing: bool,
    /// Somebody waits for it to be written now.
    urgent: bool,
    /// How often writing was tried.
    tries: u64,
    /// Why the last writing failed, and when. What was seen is kept, and tried again.
    failed: Option<(StoreError, Instant)>,
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
        alarm: Option<Alarm>,
    ) -> Result<(Self, Following, Told), OpenError> {
        let (conn, told) = file::open(path, keys, begin)?;
        let conn = Placed::new(path, conn).map_err(OpenError::witness)?;
        let (conn, keys) = (Mutex::new(conn), Arc::clone(keys));
        let shared = Shared { state: Mutex::default(), changed: Condvar::new(), conn, keys, alarm };
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
        let held = shared.hold().map_err(StoreError::of_witness)?;
        file::add_erased(&held, &shared.keys, owner, erasure).map_err(StoreError::of_witness)
    }

    /// Has everything seen so far written now, and says if it could not be; then it is tried again later.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        let Some(shared) = &self.0 else { return Ok(()) };
        let mut state = lock(&shared.state);
        // What is being written now may have been taken before the newest was seen.
        let enough = state.tries + 1 + u64::from(state.writing);
        while !state.waiting.is_empty() || state.writing || state.failed.is_some() {
            if state.failed.is_some() && state.tries >= enough {
                break;
            }
            state.urgent = true;
            shared.changed.notify_all();
            state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.failed.clone().map_or(Ok(()), |(why, _)| Err(why.of_witness()))
    }

    /// Whether everything that was seen could be written so far.
    pub(crate) fn stands(&self) -> bool {
        self.0.as_ref().is_none_or(|shared| lock(&shared.state).failed.is_none())
    }

    /// What is remembered, if there is a witness.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.flush()?;
        let Some(shared) = &self.0 else { return Ok(None) };
        read(&*shared.hold().map_err(StoreError::of_witness)?).map(Some)
    }

    /// Takes the present heads for the truth: after an older backup was put back on purpose.
    pub(crate) fn forget_heads(&self) -> Result<(), StoreError> {
        let Some(shared) = &self.0 else { return Ok(()) };
        self.read(|conn| file::forget_heads(conn, &shared.keys)).map(drop)
    }

    fn follow(&self, engines: &Weak<Engines>) {
        let Some(shared) = &self.0 else { return };
        while let Some(heads) = shared.next() {
            let written = shared.hold().and_then(|mut held| seen::write(&mut held, &shared.keys, engines, &heads));
            shared.written(heads, written);
        }
    }
}

impl Shared {
    /// The file, once it is in its place. Where it was put back, that is told.
    fn hold(&self) -> Result<MutexGuard<'_, Placed>, StoreError> {
        let mut held = lock(&self.conn);
        if held.hold(&self.keys)?
            && let Some(alarm) = &self.alarm
        {
            alarm(&WitnessNews::PutBack);
        }
        Ok(held)
    }

    /// Waits until there is something to be written, or it is time to look whether it could be; `None` when nothing more
    /// comes.
    fn next(&self) -> Option<BTreeMap<(Chain, PersonId), Seen>> {
        let mut state = lock(&self.state);
        loop {
            let asked = state.urgent && state.failed.is_some();
            let rest = state.failed.as_ref().map(|(_, when)| AGAIN.saturating_sub(when.elapsed()));
            match rest.filter(|rest| !rest.is_zero() && !state.urgent && !state.closing) {
                _ if state.waiting.is_empty() && state.closing => return None,
                _ if state.waiting.is_empty() && !asked => {
                    state.urgent = false;
                    let (woken, rest) = self.changed.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner);
                    state = woken;
                    if rest.timed_out() && !state.closing {
                        break;
                    }
                }
                Some(rest) => {
                    state = self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0;
                }
                None => break,
            }
        }
        (state.urgent, state.writing) = (false, true);
        Some(std::mem::take(&mut state.waiting))
    }

    /// Keeps what could not be written, to try it again, and tells whoever is to be told.
    fn written(&self, heads: BTreeMap<(Chain, PersonId), Seen>, written: Result<(), StoreError>) {
        let mut state = lock(&self.state);
        state.writing = false;
        state.tries += 1;
        let first = state.failed.is_none();
        state.failed = written.err().map(|why| (why, Instant::now()));
        let why = state.failed.as_ref().filter(|_| first).map(|(why, _)| why.clone());
        // Where the store is being closed nobody tries again: the next append goes on from there.
        if state.failed.is_some() && !state.closing {
            for (whose, older) in heads {
                let newer = state.waiting.insert(whose, older);
                if let (Some(newer), Some(waiting)) = (newer, state.waiting.get_mut(&whose)) {
                    waiting.add(newer);
                }
            }
        }
        drop(state);
        self.changed.notify_all();
        if let (Some(why), Some(alarm)) = (why, &self.alarm) {
            alarm(&WitnessNews::Unwritten(why.of_witness()));
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
