//! JSON with numbers that cannot be read: each is named, and what else stands there is read all the same.

use std::ops::Range;

use serde_json::Value;

use super::{EXAMPLE, LONGEST_NUMBER, text};
use crate::{
    problem::{Problem, codes},
    strict::{Strict, repeated},
};

/// So many numbers that cannot be read are named.
const MOST: usize = 100;

/// Parses JSON. A number that cannot be read is a problem with its name, and a text without meaning in the value.
///
/// # Errors
/// Where it is no JSON for another reason; with the numbers that were found before.
pub(super) fn json(bytes: &[u8]) -> Result<(Value, Vec<Problem>), Vec<Problem>> {
    let mut text = text(bytes)?.to_owned();
    let mut found = Vec::new();
    loop {
        let read: Result<Strict, _> = serde_json::from_str(&text);
        let error = match read {
            Ok(strict) => return Ok((strict.0, found)),
            Err(error) => error,
        };
        let (line, column) = (error.line().to_string(), error.column().to_string());
        let unread = no_number(&text, error.line(), error.column()).filter(|_| found.len() < MOST);
        let Some((name, at)) = unread.filter(|_| repeated(&error).is_none()) else {
            found.push(whole(&text, &error));
            return Err(found);
        };
        let value: String = text.get(at.clone()).unwrap_or_default().chars().take(LONGEST_NUMBER).collect();
        found.push(Problem::new(name, codes::NO_NUMBER, vec![("value", value), ("line", line), ("column", column)]));
        // Of the same length, so that the places of what comes after stay what they are.
        let instead = format!("\"{}\"", "?".repeat(at.len().saturating_sub(2)));
        text.replace_range(at, &instead);
    }
}

/// That a text is no JSON, and where.
fn whole(text: &str, error: &serde_json::Error) -> Problem {
    if text.trim().is_empty() {
        return Problem::new("", codes::EMPTY, vec![("example", EXAMPLE.to_owned())]);
    }
    let (line, column) = (error.line().to_string(), error.column().to_string());
    if let Some(name) = repeated(error) {
        return Problem::new("", codes::REPEATED, vec![("name", name), ("line", line), ("column", column)]);
    }
    let code = if error.to_string().starts_with("recursion limit") { codes::DEPTH } else { codes::SYNTAX };
    Problem::new("", code, vec![("line", line), ("column", column), ("example", EXAMPLE.to_owned())])
}

/// The field, and where in the text its value stands, where reading ended at something that is meant as a number and is none that
/// JSON knows.
fn no_number(text: &str, line: usize, column: usize) -> Option<(String, Range<usize>)> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let (before, _) = text.split_at_checked(start.checked_add(column)?.min(text.len()))?;
    let colon = before.rfind(':')?;
    let (field, value) = text.split_at_checked(colon)?;
    let all = value.trim_start_matches(':').split([',', '}', ']', '\n']).next().unwrap_or_default();
    let value = all.trim();
    let bare = value.trim_start_matches(['-', '+']).to_ascii_lowercase();
    let numeric = bare.starts_with(|first: char| first.is_ascii_digit()) && !bare.contains(char::is_whitespace);
    if !numeric && !["nan", "inf", "infinity"].contains(&bare.as_str()) {
        return None;
    }
    let name = field.trim_end().strip_suffix('"')?.rsplit('"').next()?;
    let from = colon + 1 + text.get(colon + 1..)?.find(value)?;
    (value.len() >= 2).then(|| (name.to_owned(), from..from + value.len()))
}
