//! What goes wrong with a server, in our words.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::StoreError;

/// Whether the same work may succeed if it is done again.
pub(super) fn is_passing(error: &StoreError) -> bool {
    matches!(error, StoreError::Unreachable { .. } | StoreError::Busy)
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let Some(said) = error.as_db_error() else {
            // Not the server's word: the connection broke, or a value has another shape than was written.
            return match std::error::Error::source(&error) {
                Some(source) if source.is::<std::io::Error>() => Self::Unreachable { what: source.to_string() },
                _ if error.is_closed() => Self::Unreachable { what: "the connection is closed".to_owned() },
                _ => Self::Damaged { what: error.to_string() },
            };
        };
        // The message only: the detail behind it names values.
        let what = format!("{} ({})", said.message(), said.code().code());
        match said.code().code() {
            // A time-out, a lock that was not given, or two changes that crossed.
            "57014" | "55P03" | "40001" | "40P01" | "53300" => Self::Busy,
            "57P01" | "57P02" | "57P03" | "57P05" => Self::Unreachable { what },
            code if code.starts_with("08") => Self::Unreachable { what },
            "53100" => Self::Full,
            "25006" => Self::ReadOnly,
            "XX001" | "XX002" => Self::Damaged { what },
            _ => Self::Io { what },
        }
    }
}

/// Whether a row with this key is there already.
pub(super) fn is_taken(error: &Error) -> bool {
    error.code() == Some(&SqlState::UNIQUE_VIOLATION)
}
