//! Where the record lies: the databases, and which of them holds whom.

use std::path::{Path, PathBuf};

use crate::key::Keys;
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::tables::Tables;
use crate::{BackupError, PersonId, StoreError};

/// One database.
pub(crate) enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Engine {
    /// Reads one state, whatever is written meanwhile. `work` may run more than once, each time on the state that there is:
    /// it adds to nothing outside.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnMut(&mut dyn Tables) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite(file) => file.read(work),
            Self::Postgres(server) => server.read(work),
        }
    }

    /// Writes all or nothing, and returns when it is durable. `work` may run more than once, each time on the state
    /// that there is.
    pub(crate) fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite(file) => file.write(work),
            Self::Postgres(server) => server.write(work),
        }
    }

    /// As [`Engine::write`]; what was replaced is gone from the database's own log too, as far as the second part of
    /// the result says.
    pub(crate) fn write_and_scrub<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
    ) -> Result<(T, bool), E> {
        match self {
            Self::Sqlite(file) => file.write_and_scrub(work),
            // The server's log is beyond our reach: the wrapped key in it is worthless without the master key.
            Self::Postgres(server) => server.write(work).map(|done| (done, false)),
        }
    }

    /// Does the same in a copy that was kept when a backup was put back. The copy, if there is one in which it could not
    /// be done.
    pub(crate) fn in_kept_copy<T>(
        &self,
        keys: &Keys,
        work: impl FnOnce(&mut dyn Tables) -> Result<T, StoreError>,
    ) -> Option<PathBuf> {
        match self {
            Self::Sqlite(file) => file.in_kept_copy(keys, work),
            Self::Postgres(_) => None,
        }
    }

    /// Writes, where the work makes one change that is all or nothing by itself.
    pub(crate) fn write_one<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite(file) => file.write(work),
            Self::Postgres(server) => server.write_one(work),
        }
    }

    /// As [`Engine::write_one`] without waiting; `done` is called once.
    pub(crate) fn submit_one<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
        done: impl FnOnce(Result<T, E>) + Send + 'static,
    ) {
        match self {
            Self::Sqlite(file) => file.submit(work, done),
            Self::Postgres(server) => server.submit(work, done),
        }
    }

    /// Whether the database is sound in itself: people who have events but no row, and what it says about its file.
    pub(crate) fn check_file(&self) -> Result<(Vec<PersonId>, Vec<String>), StoreError> {
        match self {
            Self::Sqlite(file) => file.check(),
            Self::Postgres(server) => server.check(),
        }
    }

    /// Copies one state into a new file.
    pub(crate) fn backup(&self, to: &Path) -> Result<(), BackupError> {
        match self {
            Self::Sqlite(file) => file.backup(to),
            Self::Postgres(_) => Err(BackupError::OnServer),
        }
    }

    /// Whether each question takes a way to another program, so that one spared is worth a guess.
    pub(crate) fn is_far(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Prepares for closing.
    pub(crate) fn close(&self) {
        match self {
            Self::Sqlite(file) => file.close(),
            Self::Postgres(_) => {}
        }
    }
}

/// All databases of a store, at least one.
pub(crate) struct Engines {
    first: Engine,
    others: Vec<Engine>,
}

impl Engines {
    /// A single database.
    pub(crate) fn one(engine: Engine) -> Self {
        Self { first: engine, others: Vec::new() }
    }

    /// Several databases, each of which holds a part of everybody; `None` for none.
    pub(crate) fn several(engines: Vec<Engine>) -> Option<Self> {
        let mut engines = engines.into_iter();
        Some(Self { first: engines.next()?, others: engines.collect() })
    }

    /// The database that holds this person.
    pub(crate) fn of(&self, person: PersonId) -> &Engine {
        let count = self.others.len().saturating_add(1);
        match shard_of(person, count).checked_sub(1) {
            None => &self.first,
            Some(nth) => self.others.get(nth).unwrap_or(&self.first),
        }
    }

    /// Every database.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Engine> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The database of what belongs to nobody.
    pub(crate) fn first(&self) -> &Engine {
        &self.first
    }
}

/// Which of `count` databases holds a person: the ids are random, so their first two bytes spread people evenly.
pub(crate) fn shard_of(person: PersonId, count: usize) -> usize {
    let [high, low, ..] = *person.bytes();
    let bucket = usize::from(u16::from_be_bytes([high, low]));
    // INVARIANT: below `count`, because the bucket is below 65,536.
    bucket.saturating_mul(count) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_has_one_place_and_all_places_are_used() {
        for count in [1, 2, 3, 7] {
            let mut used = vec![0_usize; count];
            for first in 0..=255 {
                let mut id = [9; 16];
                id[0] = first;
                used[shard_of(PersonId::from_bytes(id), count)] += 1;
            }
            assert!(used.iter().all(|people| people.abs_diff(256 / count) <= 1), "{used:?}");
        }
    }
}
