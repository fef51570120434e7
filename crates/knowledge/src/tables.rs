//! TOML as packed tables: what the build has parsed, and what is parsed when a directory is read.

mod read;
mod write;

use serde::de::DeserializeOwned;

pub(crate) use read::{Error, read};

use crate::diagnostic::position;

/// Reads the text of a file.
///
/// # Errors
/// What is no TOML, and what the type does not take, with its place.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    read(text, &write::file(text)?)
}

/// Reads the text of a file that is no part of a knowledge base.
///
/// # Errors
/// As [`parse`], in a sentence with line and column.
pub(crate) fn parse_placed<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    parse(text).map_err(|error: Error| {
        let (line, column) = position(text, error.span().map_or(0, |span| span.start));
        format!("line {line}, column {column}: {}", error.message())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::parse_placed;

    #[test]
    fn a_mistake_has_its_line_and_column() {
        let read = |text| parse_placed::<BTreeMap<String, u8>>(text);
        assert_eq!(read("a = 1\nb = 2").unwrap().len(), 2);
        for (text, place) in [("a = 1\n  b = \"two\"", "line 2, column 7: "), ("a = 1\nb = = 2", "line 2, column 5: ")]
        {
            let said = read(text).unwrap_err();
            assert!(said.starts_with(place), "{said}");
        }
    }
}
