//! Reading answers from a file or from the standard input.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use serde_json::{Value, json};
use supple_care::{Day, Knowledge};
use supple_interop::{
    Problem,
    answers::{self, Request},
    fhir,
};
use supple_words::Words;

use crate::trouble::{self, BadInput};

/// The longest input, in bytes: as long as the HTTP interface takes.
const LONGEST: u64 = 1024 * 1024;

/// The formats that answers are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Json,
    Toml,
}

/// How a file is called in messages.
pub(crate) fn name_of(words: &Words, path: &Path) -> String {
    if is_standard(path) { words.get("cli-standard-input", &[]) } else { path.display().to_string() }
}

/// Whether this stands for the standard input.
pub(crate) fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// The bytes of a file, or of the standard input for `-`.
///
/// # Errors
/// What cannot be read, and what is too long.
pub(crate) fn bytes(words: &Words, path: &Path) -> Result<Vec<u8>, BadInput> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if is_standard(path) {
            io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes)?;
        } else {
            File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    };
    let bytes = read().map_err(|error| trouble::file(words, "cli-unreadable", path, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LONGEST) {
        return Ok(bytes);
    }
    let (file, most) = (name_of(words, path), i64::try_from(LONGEST / 1024).unwrap_or(i64::MAX));
    Err(BadInput(words.get("cli-too-long", &[("file", file.into()), ("kilobytes", most.into())])))
}

/// What a file holds, parsed as JSON or TOML.
///
/// # Errors
/// Where it is neither.
pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Value, Vec<Problem>> {
    match written(path, bytes) {
        Written::Json => answers::json(bytes),
        Written::Toml => answers::toml(bytes),
    }
}

/// A file that cannot be used: for the person, and for programs.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) text: BadInput,
    /// Each problem as `{ "path", "code", "problem" }`; with the code `unreadable` where the file cannot be read at all.
    pub(crate) problems: Vec<Value>,
}

/// The answers in a file.
///
/// # Errors
/// Every problem in it, with its place and what to do.
pub(crate) fn request(words: &Words, knowledge: &Knowledge, path: &Path, today: Day) -> Result<Request, Refused> {
    let read = |bytes: &[u8]| parse(path, bytes).and_then(|value| answers::read_value(knowledge, &value, today));
    read_by(words, path, read)
}

/// The answers in a file that holds a FHIR `QuestionnaireResponse`.
///
/// # Errors
/// As [`request`].
pub(crate) fn response(words: &Words, knowledge: &Knowledge, path: &Path, today: Day) -> Result<Request, Refused> {
    read_by(words, path, |bytes| fhir::read(knowledge, bytes, today))
}

fn read_by(
    words: &Words,
    path: &Path,
    read: impl Fn(&[u8]) -> Result<Request, Vec<Problem>>,
) -> Result<Request, Refused> {
    let bytes = bytes(words, path).map_err(|text| {
        let problems = vec![json!({ "path": "", "code": "unreadable", "problem": text.0 })];
        Refused { text, problems }
    })?;
    read(&bytes).map_err(|problems| {
        Refused {
        text: trouble::problems(words, &name_of(words, path), &problems),
        problems: problems
            .iter()
            .map(|problem| {
                json!({ "path": problem.path, "code": problem.code, "problem": trouble::sentence(words, problem) })
            })
            .collect(),
    }
    })
}

/// By the file's ending; where that says nothing, by how it begins: a table of TOML begins with no brace.
fn written(path: &Path, bytes: &[u8]) -> Written {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => Written::Json,
        Some("toml") => Written::Toml,
        _ => {
            let mut letters = bytes.iter().filter(|byte| !byte.is_ascii_whitespace());
            match (letters.next(), letters.next(), letters.next()) {
                // A table's name stands in one or two brackets, as well as a list does.
                (Some(b'['), Some(b'['), Some(next)) | (Some(b'['), Some(next), _) if next.is_ascii_alphabetic() => {
                    Written::Toml
                }
                (Some(first), ..) if first.is_ascii_lowercase() || b"#_'-".contains(first) => Written::Toml,
                _ => Written::Json,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Written, written};
    use std::path::Path;

    #[test]
    fn the_ending_says_the_format_else_the_beginning_does() {
        assert_eq!(written(Path::new("a.toml"), b"{}"), Written::Toml);
        assert_eq!(written(Path::new("a.json"), b"[answers]"), Written::Json);
        assert_eq!(written(Path::new("-"), b"\n {}"), Written::Json);
        assert_eq!(written(Path::new("-"), b"# mine\n[answers]"), Written::Toml);
        assert_eq!(written(Path::new("-"), b"today = 2026-11-21"), Written::Toml);
        assert_eq!(written(Path::new("-"), b"[[pain]]\nsite = \"neck\""), Written::Toml);
        assert_eq!(written(Path::new("-"), b""), Written::Json);
        assert_eq!(written(Path::new("-"), b"[]"), Written::Json);
        assert_eq!(written(Path::new("-"), b"[1, 2]"), Written::Json);
        assert_eq!(written(Path::new("-"), b"NaN"), Written::Json);
        assert_eq!(written(Path::new("-"), b"[[[[[[1]]]]]]"), Written::Json);
    }
}
