//! Mistakes in knowledge/, with their place.

use std::{fmt, ops::Range};

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to knowledge/.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// All mistakes found, in the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct Errors(pub Vec<Diagnostic>);

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

/// Collects mistakes of one file.
pub(crate) struct Sink<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    pub(crate) errors: &'a mut Errors,
}

impl Sink<'_> {
    /// Records a mistake at a byte range of the file.
    pub(crate) fn at(&mut self, span: Range<usize>, message: impl Into<String>) {
        let (line, column) = position(self.text, span.start);
        self.errors.0.push(Diagnostic { file: self.file.to_owned(), line, column, message: message.into() });
    }

    /// Records a mistake of the file as a whole.
    pub(crate) fn whole(&mut self, message: impl Into<String>) {
        self.at(0..0, message);
    }
}

/// Line and column, both from 1, of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    (line, column)
}

/// Where the byte `at` of a string's content stands in the string as it is written in TOML, with its quotes and escapes.
pub(crate) fn inside(written: &str, at: usize) -> usize {
    let long = ["\"\"\"", "'''"].iter().any(|quotes| written.starts_with(quotes));
    let escapes = written.starts_with('"');
    let content = written.get(if long { 3 } else { 1 }..).unwrap_or("");
    // A line break straight after long quotes is no part of the content.
    let content = if long { content.strip_prefix('\n').unwrap_or(content) } else { content };
    let mut letters = content.char_indices();
    let mut read = 0;
    while read < at {
        match letters.next() {
            None => break,
            Some((_, '\\')) if escapes => {
                let digits = match letters.next() {
                    Some((_, 'u')) => 4,
                    Some((_, 'U')) => 8,
                    Some(_) | None => 0,
                };
                letters.by_ref().take(digits).for_each(drop);
                read += 1;
            }
            Some((_, letter)) => read += letter.len_utf8(),
        }
    }
    written.len() - letters.as_str().len()
}

/// The known word that is nearest to an unknown one, if any is near.
#[must_use]
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= 1 + word.chars().count() / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// "unknown question `x`; did you mean `y`?"
pub(crate) fn unknown<'a>(what: &str, word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(word, known) {
        Some(near) => format!("unknown {what} `{word}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{word}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::{inside, nearest, position};

    #[test]
    fn quotes_and_escapes_are_counted() {
        assert_eq!(inside("'abc'", 1), 2);
        assert_eq!(inside("\"a\\\"bc\"", 2), 4);
        assert_eq!(inside("'''\nabc'''", 1), 5);
        assert_eq!(inside("'''abc'''", 0), 3);
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(position("ab\ncä d", 0), (1, 1));
        assert_eq!(position("ab\ncä d", 7), (2, 4));
    }

    #[test]
    fn the_nearest_word_is_named() {
        assert_eq!(nearest("fevr", ["fever", "headache_now"]), Some("fever"));
        assert_eq!(nearest("zzzz", ["fever"]), None);
    }
}
