//! What can go wrong with a person: their name, PIN and end.

use super::StoreError;
use crate::{BrokenLink, PersonId, UtcMs};

/// A person could not be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreateError {
    /// The name is empty or blank, or longer than 1,000 bytes.
    #[error("the name is blank or longer than 1000 bytes")]
    Name,
    /// The PIN has fewer than 4 characters or more than 128 bytes.
    #[error("the pin has fewer than 4 characters or more than 128 bytes")]
    PinLength,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The people could not be listed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person could not be renamed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenameError {
    /// The name is empty or blank, or longer than 1,000 bytes.
    #[error("the name is blank or longer than 1000 bytes")]
    Name,
    /// There is no such person, or they were erased.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// Who was asked for.
        person: PersonId,
    },
    /// The person's row was changed or damaged.
    #[error(transparent)]
    Broken(BrokenLink),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A record could not be unlocked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinError {
    /// There is no such person.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// Who was asked for.
        person: PersonId,
    },
    /// The person's key was destroyed; their record cannot be read by anyone.
    #[error("person `{person}` was erased")]
    Erased {
        /// Who was asked for.
        person: PersonId,
    },
    /// The person has a PIN and none was given.
    #[error("a pin is needed")]
    Needed,
    /// The PIN is wrong.
    #[error("the pin is wrong, `{tries_left}` tries left before waiting")]
    Wrong {
        /// Further tries before waiting begins.
        tries_left: u32,
        /// When the next try is taken, if there is a wait.
        wait_until: Option<UtcMs>,
    },
    /// Too early after wrong PINs; this try was not looked at.
    #[error("no pin is taken before `{}` ms", wait_until.0)]
    Wait {
        /// When the next try is taken.
        wait_until: UtcMs,
    },
    /// The person's row was changed or damaged.
    #[error(transparent)]
    Broken(BrokenLink),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A PIN could not be set or removed. The old one stays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetPinError {
    /// The PIN has fewer than 4 characters or more than 128 bytes.
    #[error("the pin has fewer than 4 characters or more than 128 bytes")]
    PinLength,
    /// There is no such person, or they were erased.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// Who was asked for.
        person: PersonId,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A person could not be erased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EraseError {
    /// There is no such person, and never was.
    #[error("there is no person `{person}`")]
    UnknownPerson {
        /// Who was asked for.
        person: PersonId,
    },
    /// The witness or the database failed. Erasing again is harmless.
    #[error(transparent)]
    Store(#[from] StoreError),
}
