//! Whose records have something to take in from a practice, as far as this program knows: they do on their next page.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use supple_store::PersonId;

/// People whose practice has told something that their record does not have yet, or does not know yet that their record allows no
/// session any more. In memory only: opening a record looks anyway.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<HashSet<PersonId>>);

impl Waiting {
    /// Notes that something waits.
    pub(crate) fn put(&self, person: PersonId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(person);
    }

    /// Whether something waits, which is looked at now.
    pub(crate) fn take(&self, person: PersonId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&person)
    }
}
