//! What goes wrong with what a person gave to the program, in words.

use std::{fmt, path::Path};

use supple_interop::Problem;
use supple_store::{OpenError, StoreError};
use supple_words::{Arg, Words};

use crate::paper::printable;

/// An input that cannot be used. Its text is for the person, in full.
#[derive(Debug)]
pub(crate) struct BadInput(pub(crate) String);

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadInput {}

/// The sentence of one problem.
pub(crate) fn sentence(words: &Words, problem: &Problem) -> String {
    let args: Vec<(&str, Arg<'_>)> =
        problem.args.iter().map(|(name, value)| (*name, Arg::from(printable(value)))).collect();
    words.get(&format!("problem-{}", problem.code), &args)
}

/// All problems of one file, each with its place in it.
pub(crate) fn problems(words: &Words, file: &str, problems: &[Problem]) -> BadInput {
    let count = i64::try_from(problems.len()).unwrap_or(i64::MAX);
    let mut text = words.get("cli-bad-file", &[("file", file.into()), ("count", count.into())]);
    for problem in problems {
        let sentence = sentence(words, problem);
        let path = printable(&problem.path);
        text.push('\n');
        text.push_str(&match path.is_empty() {
            true => words.get("cli-problem", &[("problem", sentence.into())]),
            false => words.get("cli-problem-at", &[("path", path.into()), ("problem", sentence.into())]),
        });
    }
    BadInput(text)
}

/// A file that the operating system did not give or take.
pub(crate) fn file(words: &Words, key: &str, path: &Path, error: &std::io::Error) -> BadInput {
    let (file, why) = (path.display().to_string(), error.to_string());
    BadInput(words.get(key, &[("file", file.into()), ("why", why.into())]))
}

/// A file that is not written: it is there already, or the operating system did not take it.
pub(crate) fn unwritten(words: &Words, path: &Path, error: &std::io::Error) -> BadInput {
    let is_there = error.kind() == std::io::ErrorKind::AlreadyExists;
    file(words, if is_there { "cli-exists" } else { "cli-unwritable" }, path, error)
}

/// Whether a key that was made for these records has locked nothing: they were never reached, or are under another one.
pub(crate) fn opens_nothing(error: &OpenError) -> bool {
    matches!(
        error,
        OpenError::WrongMasterKey
            | OpenError::Address
            | OpenError::Unprotected
            | OpenError::Tls
            | OpenError::Store(StoreError::Unreachable { .. } | StoreError::Busy)
    )
}

#[cfg(test)]
mod tests {
    use supple_interop::codes;
    use supple_words::Words;

    #[test]
    fn every_problem_has_its_sentence() {
        let words = Words::load("en").unwrap();
        for code in codes::ALL {
            assert!(words.has(&format!("problem-{code}")), "{code}");
        }
    }
}
