//! What can go wrong with everything at once: keys, backups, taking along, and what lies beside the records.

use uuid::Uuid;

use super::log::listed;
use super::{AppendError, EventProblem, OpenError, PinError, ReadError, StoreError};
use crate::{BrokenLink, PersonId};

/// The master key could not be changed. What was renewed stays so, and the change can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RotateError {
    /// The database could not be opened with the old key and the new one. Nothing was begun by this call.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Rows that do not open under the old key. Nothing was changed.
    #[error("not everything opens under the old key, first of all: {}", broken.first().map(ToString::to_string).unwrap_or_default())]
    NotWhole {
        /// What does not open.
        broken: Vec<BrokenLink>,
    },
    /// Everything was renewed but the witness. What was renewed is under the new key.
    #[error("the witness cannot be proved anew: {why}")]
    Witness {
        /// What went wrong.
        why: StoreError,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A backup could not be made. Nothing has the wished name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// There is a file of that name; it is never replaced.
    #[error("a file of that name exists")]
    Exists,
    /// The records lie on a database server, which is backed up with tools of its own.
    #[error("the records lie on a database server")]
    OnServer,
    /// The database or the disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A backup could not be put back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// The backup does not open. Nothing was changed.
    #[error("the backup does not open: {0}")]
    Backup(OpenError),
    /// The database in whose place it is put, or the witness, does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The backup is damaged. Nothing was changed.
    #[error("the backup is not whole")]
    NotWhole {
        /// What is broken.
        report: crate::Report,
    },
}

/// A record could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The form is not one that this program knows.
    #[error("the form is `{found}`, expected `supple-person/1`")]
    Format {
        /// What it says it is.
        found: String,
    },
    /// The name is blank or too long.
    #[error("the name is blank or longer than 1000 bytes")]
    Name,
    /// An event that cannot be kept. Nothing was written.
    #[error("event `{id}` cannot be kept: {}", listed(problems))]
    Invalid {
        /// The first event with problems.
        id: Uuid,
        /// All its problems.
        problems: Vec<EventProblem>,
    },
    /// The person is here and their record does not open: they have a PIN, or were erased.
    #[error(transparent)]
    Here(PinError),
    /// The person is here with a record that does not fit.
    #[error(transparent)]
    Append(AppendError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Something beside the records could not be kept or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// There is no such practice or person, or they were erased.
    #[error("there is no practice or person `{owner}`")]
    Unknown {
        /// Whose desk was asked for.
        owner: PersonId,
    },
    /// Somebody else was quicker: read it again and decide again. Nothing was changed.
    #[error("item `{id}` was changed by somebody else")]
    Changed {
        /// Which item.
        id: Uuid,
    },
    /// Something that the booking needs is another's at that time. Nothing was changed.
    #[error("the time of booking `{id}` is taken")]
    Taken {
        /// Which of the bookings.
        id: Uuid,
    },
    /// A booking ends before it begins, or lasts longer than two days.
    #[error("booking `{id}` does not end after it begins, or lasts longer than two days")]
    Backwards {
        /// Which of the bookings.
        id: Uuid,
    },
    /// The audit and the ledger take what is added and give nothing back.
    #[error("the audit and the ledger are only added to")]
    Sealed,
    /// The content is larger than 1 MiB or nested deeper than 64.
    #[error("the content is too large or too deep")]
    TooLarge,
    /// A row was changed, or stands in another's place.
    #[error(transparent)]
    Broken(#[from] BrokenLink),
    /// The form, or a shelf in it, is not one that this program knows.
    #[error("`{found}` is not known, expected `supple-practice/1` and its shelves")]
    Format {
        /// What it says.
        found: String,
    },
    /// The record of somebody in the practice cannot be read.
    #[error(transparent)]
    Record(ReadError),
    /// The record of somebody in the practice cannot be taken in. Nothing was written.
    #[error(transparent)]
    Import(Box<ImportError>),
    /// The record of somebody in the practice was not taken in whole; the practice itself was, and what came before.
    #[error("the practice is here, a record of its people is not: {0}")]
    Partly(Box<ImportError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
