//! What can go wrong with events.

use uuid::Uuid;

use super::StoreError;
use crate::{BrokenLink, PersonId};

/// What is wrong with an event that was to be appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventProblem {
    /// The type is empty or longer than 100 bytes.
    #[error("the kind is empty or longer than 100 bytes")]
    Kind,
    /// The zone is empty or longer than 64 bytes.
    #[error("the zone is empty or longer than 64 bytes")]
    Zone,
    /// The name or relation of a proxy is longer than 1,000 bytes.
    #[error("the name or relation of a proxy is longer than 1000 bytes")]
    Who,
    /// The moment lies outside the years 1 to 9999.
    #[error("the moment lies outside the years 1 to 9999")]
    At,
    /// The payload is larger than 1 MiB as compact JSON.
    #[error("the payload has `{bytes}` bytes, the limit is `{limit}`")]
    PayloadTooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The payload nests deeper than 64 levels.
    #[error("the payload nests deeper than `{limit}` levels")]
    PayloadTooDeep {
        /// The limit in levels.
        limit: usize,
    },
}

/// All problems of an event in one line.
pub(super) fn listed(problems: &[EventProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// An append was refused or failed. None of its events was kept, except as [`StoreError`] says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// Events that cannot be kept as they are, with every problem of each.
    #[error("event `{id}` cannot be kept: {}", listed(problems))]
    Invalid {
        /// The first event with problems.
        id: Uuid,
        /// All its problems.
        problems: Vec<EventProblem>,
    },
    /// The record holds another event with this id.
    #[error("event `{id}` is already in the record with other content")]
    IdTaken {
        /// The id.
        id: Uuid,
    },
    /// Somebody else appended in between: read again and decide anew.
    #[error("expected the record to end at `{expected}`, it ends at `{actual}`")]
    Conflict {
        /// The last place that the caller knew.
        expected: u64,
        /// The last place now.
        actual: u64,
    },
    /// There is no such person, or they were erased.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// Who was asked for.
        person: PersonId,
    },
    /// The record was changed or damaged; nothing is added to it.
    #[error(transparent)]
    Broken(BrokenLink),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A record could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such person.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// Who was asked for.
        person: PersonId,
    },
    /// The record was changed or damaged; no part of it is handed over.
    #[error(transparent)]
    Broken(BrokenLink),
    /// The upcast of an event went back to an earlier version.
    #[error("the upcast of event `{seq}` went back from version `{version}`")]
    Upcast {
        /// The event's place.
        seq: u64,
        /// The version it was written with.
        version: u16,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A record is not whole, or could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no such person.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// Who was asked for.
        person: PersonId,
    },
    /// The first broken link.
    #[error(transparent)]
    Broken(#[from] BrokenLink),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
