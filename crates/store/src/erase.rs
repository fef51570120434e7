//! Erasing a person: the key, the name and the index entries are destroyed, the chain stays and says nothing more.

use std::path::PathBuf;

use crate::crypto;
use crate::key::Keys;
use crate::tables::Tables;
use crate::{EraseError, PersonId, Store, StoreError, UtcMs};

/// What the proof begins with. The proof of a head covers 56 bytes and this one 42, so neither can stand for the other.
const DOMAIN: &[u8] = b"supple/erased/1\0\0\0";

/// That a person was erased, proved under the master key: nobody else can pass destruction off as erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Erasure {
    pub(crate) at: UtcMs,
    pub(crate) mac: [u8; 32],
}

impl Erasure {
    pub(crate) fn new(keys: &Keys, person: PersonId, at: UtcMs) -> Self {
        Self { at, mac: crypto::mac(&keys.head, &[DOMAIN, person.bytes(), &at.0.to_be_bytes()]) }
    }

    /// Whether it is the program that erased the person.
    pub(crate) fn is_ours(&self, keys: &Keys, person: PersonId) -> bool {
        crypto::mac_matches(&keys.head, &[DOMAIN, person.bytes(), &self.at.0.to_be_bytes()], &self.mac)
    }

    /// The same under another master key; `None` when it is not ours.
    pub(crate) fn renew(&self, old: &Keys, new: &Keys, person: PersonId) -> Option<Self> {
        self.is_ours(old, person).then(|| Self::new(new, person, self.at))
    }
}

/// What became of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Whether there was something to erase; `false` for somebody who was erased before.
    pub now: bool,
    /// Whether the old key has left the database's own log as well. If not, somebody was reading at that moment; the
    /// next closing of the database does it.
    pub scrubbed: bool,
    /// A copy that was kept when a backup was put back, and in which the key could not be destroyed.
    pub kept: Option<PathBuf>,
}

impl Store {
    /// Destroys the key, the name and the index entries of a person for good, with what practices keep about them, and
    /// keeps that it happened and when.
    ///
    /// It is written outside the database first, where there is a witness, so that an older backup does not bring the
    /// person back ([`crate::Options::witness`]). Keys that are unlocked open nothing any more. What is left: the
    /// random id, how many events there were, their sizes, and when each was made.
    ///
    /// # Errors
    /// When there is no such person, or the witness or the database fails.
    pub fn erase(&self, person: PersonId, now: UtcMs) -> Result<Erased, EraseError> {
        let engine = self.engines.of(person);
        if engine.read(|tables| tables.end(person))?.is_none() {
            return Err(EraseError::UnknownPerson { person });
        }
        self.witness.erased(person, &Erasure::new(&self.keys, person, now))?;
        self.erase_here(person, now)
    }

    fn erase_here(&self, person: PersonId, at: UtcMs) -> Result<Erased, EraseError> {
        let erasure = Erasure::new(&self.keys, person, at);
        // Before the record itself: cut off in between, the record is still there, and the next start finishes it.
        self.forget_beside(person, true)?;
        let work = move |tables: &mut dyn Tables| {
            tables.drop_desk(person)?;
            tables.erase(person, &erasure)
        };
        let (now, scrubbed) = self.engines.of(person).write_and_scrub(work).map_err(EraseError::Store)?;
        let all = |tables: &mut dyn Tables| {
            crate::forget::everywhere(tables, &self.keys, person)?;
            work(tables)
        };
        Ok(Erased { now, scrubbed, kept: self.engines.of(person).in_kept_copy(&self.keys, all) })
    }

    /// Erases again whoever was erased before, after an older backup was put back, and has the witness remember them.
    /// Returns how many there were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn erase_again(&self, erased: &[(PersonId, UtcMs)]) -> Result<u64, StoreError> {
        let mut again = 0;
        for (person, at) in erased {
            // Whoever comes with an older copy later finds it there.
            self.witness.erased(*person, &Erasure::new(&self.keys, *person, *at))?;
            let (there, desk) = self
                .engines
                .of(*person)
                .read(|tables| Ok::<_, StoreError>((tables.end(*person)?, tables.desk(*person)?.is_some())))?;
            if matches!(there, Some((_, false))) {
                match self.erase_here(*person, *at) {
                    Ok(erased) => again += u64::from(erased.now),
                    Err(EraseError::Store(error)) => return Err(error),
                    Err(EraseError::UnknownPerson { .. }) => {}
                }
            } else {
                // The part of a practice may have been put back alone, or have lain on another server.
                let beside = self.forget_beside(*person, false)?;
                again += u64::from((desk && self.drop_desk(*person)?.0) || beside);
            }
        }
        Ok(again)
    }

    /// When a person was erased; `None` for anybody else.
    ///
    /// # Errors
    /// When the database fails.
    pub fn erased_at(&self, person: PersonId) -> Result<Option<UtcMs>, StoreError> {
        let row = self.engines.of(person).read(|tables| tables.person(person))?;
        Ok(row.and_then(|row| row.erased).map(|erasure| erasure.at))
    }
}
