//! Where records ended when this process last looked: a guess that spares a way to the server.
//!
//! An append moves the end of a chain only if it is still the one that it builds upon, proof and all. So a guess that is no
//! longer right costs one statement, never an event.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::PersonId;
use crate::tables::EndRow;

/// How many people are remembered; with one more all are forgotten. About 150 bytes each.
const MOST: usize = 10_000;

/// The ends that this process knows, shared by all that append.
#[derive(Clone, Default)]
pub(crate) struct Heads(Arc<Mutex<HashMap<PersonId, EndRow>>>);

impl Heads {
    /// The end that was seen last.
    pub(crate) fn guess(&self, person: PersonId) -> Option<EndRow> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&person).copied()
    }

    /// Remembers an end that the database has acknowledged.
    pub(crate) fn saw(&self, person: PersonId, end: EndRow) {
        let mut heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if heads.len() >= MOST && !heads.contains_key(&person) {
            heads.clear();
        }
        heads.insert(person, end);
    }

    /// Forgets what turned out not to be so.
    pub(crate) fn forget(&self, person: PersonId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&person);
    }
}
