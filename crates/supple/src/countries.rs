//! The country whose emergency numbers are shown.

use supple_care::Knowledge;
use supple_interop::countries;
use supple_words::Words;

use crate::trouble::{self, BadInput};

/// The code that was given on the command line, in capitals.
///
/// # Errors
/// What is no country, with the nearest ones.
pub(crate) fn chosen(words: &Words, knowledge: &Knowledge, given: Option<&str>) -> Result<Option<String>, BadInput> {
    given.map(|text| read(words, knowledge, text).map_err(BadInput)).transpose()
}

/// The country that somebody typed.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(crate) fn read(words: &Words, knowledge: &Knowledge, text: &str) -> Result<String, String> {
    countries::read(knowledge, text, "country").map_err(|problem| trouble::sentence(words, &problem))
}
