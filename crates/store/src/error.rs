//! What can go wrong, one enum for each operation.
//!
//! No text here holds a name, a PIN or anything from a payload, so all of them may be logged.

mod carry;
mod log;
mod person;

pub use carry::{BackupError, DeskError, ImportError, RestoreError, RotateError};
pub use log::{AppendError, EventProblem, ReadError, VerifyError};
pub use person::{CreateError, EraseError, PeopleError, PinError, RenameError, SetPinError};

use std::io;

use crate::crypto::CryptoError;

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
    /// The master key was changed since these records were opened: nothing more is written under the old one.
    #[error("the master key was changed meanwhile")]
    KeyChanged,
    /// The witness, not the database, could not be read or written.
    #[error("the witness could not be read or written: {what}")]
    Witness {
        /// Why.
        what: String,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    Randomness,
    /// The writer has ended: the store is being closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// The same, said of the witness instead of the database.
    pub(crate) fn of_witness(self) -> Self {
        let what = match self {
            Self::Full => "its disk is full".to_owned(),
            Self::ReadOnly => "it is read-only".to_owned(),
            Self::Busy => "it is in use by another program".to_owned(),
            Self::Damaged { what } => format!("it is damaged, {what}"),
            Self::Io { what } => what,
            // What else goes wrong while it is read is of the database.
            other => return other,
        };
        Self::Witness { what }
    }
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

impl OpenError {
    /// Trouble with the witness, not with the database.
    pub(crate) fn witness(why: StoreError) -> Self {
        Self::Witness { why }
    }
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
    /// The address asks for TLS, which this program does not speak with a server. Nothing was sent to it.
    #[error("the address asks for tls, which is not to be had")]
    Tls,
    /// The server holds another part of everybody: the servers were named in another order or number.
    #[error("the database server holds another part of the people")]
    OtherPart,
    /// There are no records where the witness has seen some: they lie elsewhere, or are lost.
    #[error("there are no records, and the witness has seen some")]
    DatabaseGone,
    /// There are records, and the witness that has followed them is not there.
    #[error("the witness is missing")]
    WitnessMissing,
    /// The witness is under another master key: it belongs to other records, or was away while the key was changed.
    #[error("the witness belongs to another master key")]
    WitnessForeign,
    /// The witness cannot be read or written.
    #[error("the witness cannot be used: {why}")]
    Witness {
        /// What went wrong.
        why: StoreError,
    },
    /// A change of the master key was cut off: it has to be finished, with both keys, before anything else.
    #[error("a change of the master key was cut off")]
    RotationUnfinished,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
