//! TOML as packed tables: what the build has parsed, and what is parsed when a directory is read.

mod read;
mod write;

use serde::de::DeserializeOwned;

pub(crate) use read::{Error, read};

/// Reads the text of a file.
///
/// # Errors
/// What is no TOML, and what the type does not take, with its place.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    read(text, &write::file(text)?)
}
