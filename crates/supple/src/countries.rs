//! The country whose emergency numbers are shown.

use supple_words::Words;

use crate::trouble::BadInput;

/// The code that was given on the command line, in capitals.
///
/// # Errors
/// What is no code of two letters.
pub(crate) fn chosen(words: &Words, given: Option<&str>) -> Result<Option<String>, BadInput> {
    match given {
        None => Ok(None),
        Some(code) if is_code(code) => Ok(Some(code.to_ascii_uppercase())),
        Some(code) => Err(BadInput(words.get("cli-bad-country", &[("code", code.into())]))),
    }
}

/// Whether a text is a country code: two letters.
pub(crate) fn is_code(text: &str) -> bool {
    text.len() == 2 && text.chars().all(|letter| letter.is_ascii_alphabetic())
}
