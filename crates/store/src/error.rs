//! What can go wrong, one enum for each operation.
//!
//! No text here holds a name, a PIN or anything from a payload, so all of them may be logged.

use std::io;

use uuid::Uuid;

use crate::crypto::CryptoError;
use crate::{BrokenLink, PersonId, UtcMs};

/// The database itself could not do what was asked.
///
/// After one of these an append **may or may not** have been kept; sending it again with the same id is harmless and
/// settles it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The disk, or the space allowed for the database, is full. What was acknowledged before is safe and readable.
    #[error("the disk is full")]
    Full,
    /// The database or its directory cannot be written.
    #[error("the database is read-only")]
    ReadOnly,
    /// Another program held the database for too long.
    #[error("the database is in use by another program")]
    Busy,
    /// The file is damaged.
    #[error("the database file is damaged: {what}")]
    Damaged {
        /// What SQLite says about it.
        what: String,
    },
    /// The operating system refused to read or write.
    #[error("the database could not be read or written: {what}")]
    Io {
        /// What SQLite says about it.
        what: String,
    },
    /// The database server cannot be reached, or went away. Trying again later is harmless.
    #[error("the database server cannot be reached: {what}")]
    Unreachable {
        /// What the connection said.
        what: String,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    Randomness,
    /// The writer has ended: the store is being closed.
    #[error("the store is closed")]
    Closed,
}

impl From<CryptoError> for StoreError {
    fn from(error: CryptoError) -> Self {
        match error {
            CryptoError::Randomness => Self::Randomness,
            CryptoError::Forged => Self::Damaged { what: "a sealed text does not open".to_owned() },
        }
    }
}

/// The master key could not be read or made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// There is no such file.
    #[error("the key file is missing")]
    Missing,
    /// There is a file of that name already.
    #[error("the key file exists")]
    Exists,
    /// The key in the file is sealed with a passphrase.
    #[error("the key file opens only with a passphrase")]
    PassphraseNeeded,
    /// The passphrase is wrong, or the file was changed.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// A new passphrase has fewer than 12 characters or more than 128 bytes.
    #[error("the passphrase has fewer than 12 characters or more than 128 bytes")]
    PassphraseLength,
    /// The file holds something other than 64 hexadecimal digits.
    #[error("the key file does not hold 64 hexadecimal digits")]
    Malformed,
    /// Others than the owner may read or write the file.
    #[error("the key file has mode `{mode:o}`, expected `600`")]
    TooOpen {
        /// Its permission bits.
        mode: u32,
    },
    /// The operating system refused.
    #[error("the key file could not be read or written: {kind}")]
    Io {
        /// What kind of refusal.
        kind: io::ErrorKind,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    Randomness,
}

/// The database could not be opened. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file is something else.
    #[error("the file is not a supple database")]
    NotSupple,
    /// A newer program wrote it.
    #[error("the database has schema version `{found}`, this program knows up to `{known}`")]
    Newer {
        /// The version of the database.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The key does not belong to this database.
    #[error("the master key does not belong to this database")]
    WrongMasterKey,
    /// The address of a server is not one.
    #[error("the address of the database server is not one")]
    Address,
    /// The server is not on this computer, and nothing protects the line to it.
    #[error("the line to the database server is not protected")]
    Unprotected,
    /// The server holds another part of everybody: the servers were named in another order or number.
    #[error("the database server holds another part of the people")]
    OtherPart,
    /// A change of the master key was cut off: it has to be finished, with both keys, before anything else.
    #[error("a change of the master key was cut off")]
    RotationUnfinished,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

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

/// An append was refused or failed. None of its events was kept, except as [`StoreError`] says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// Events that cannot be kept as they are, with every problem of each.
    #[error("event `{id}` cannot be kept: {problems:?}")]
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

/// The master key could not be changed. What was renewed stays so, and the change can be taken up again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RotateError {
    /// The database could not be opened with the old key and the new one.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The end of a record was changed or damaged: it is not authenticated anew.
    #[error(transparent)]
    Broken(BrokenLink),
    /// A name, key or erasure does not open under the old key.
    #[error("the row of person `{person}` does not open")]
    Damaged {
        /// Whose row it is.
        person: PersonId,
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
    /// The backup, or the database it became, does not open.
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
    #[error("event `{id}` cannot be kept: {problems:?}")]
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
    /// The audit takes notes and gives none back.
    #[error("the audit is only added to")]
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
    /// The record of somebody in the practice cannot be taken in; the practice itself was.
    #[error(transparent)]
    Import(Box<ImportError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
