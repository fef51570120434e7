//! A letter from a record that was taken along: nothing of it is kept.

use std::sync::Arc;

use serde_json::{Map, Value};
use supple_care::Day;
use supple_interop::{Problem, codes, dates};
use supple_store::{PERSON_FORMAT, Portable};

use super::{Made, Sent};
use crate::{
    House,
    letter::{NoFile, PARTS, Reader, Written, events_until, usual},
    readable::events_of,
};

/// The fields of a request.
const FIELDS: [&str; 4] = ["record", "for", "parts", "today"];
/// The smallest input, for somebody who sent something else.
const EXAMPLE: &str = r#"{"record": {...}}"#;

/// What is asked for.
struct Asked {
    record: Portable,
    reader: Reader,
    parts: Vec<&'static str>,
    today: Day,
}

fn problem(path: &str, code: &'static str, args: Vec<(&'static str, String)>) -> Problem {
    Problem { path: path.to_owned(), code, args }
}

/// Makes the letter, or says everything that is wrong with the request.
pub(super) fn made(house: &House, body: &Sent, now: Day) -> Made {
    let asked = read(body.parse()?, now)?;
    let events = events_until(&events_of(&asked.record), asked.today);
    let (knowledge, words) = (&house.app.knowledge, Arc::clone(&house.app.words));
    let (name, today, reader) = (asked.record.name.as_str(), asked.today, asked.reader);
    let made = Written { knowledge, events: &events, name, today, reader }.pdf(words, Some(&asked.parts));
    match made {
        Ok(bytes) => Ok(Some(bytes)),
        Err(NoFile::Letters(letters)) => Err(vec![problem("record", codes::LETTERS, vec![("letters", letters)])]),
        Err(NoFile::Font) => Ok(None),
    }
}

fn read(value: Value, now: Day) -> Result<Asked, Vec<Problem>> {
    let Value::Object(mut fields) = value else {
        return Err(vec![problem("", codes::OBJECT, vec![("example", EXAMPLE.to_owned())])]);
    };
    let mut problems: Vec<Problem> = Vec::new();
    let unknown = fields.keys().filter(|name| !FIELDS.contains(&name.as_str()));
    problems.extend(unknown.map(|name| problem(name, codes::FIELD, vec![("name", name.clone())])));
    let reader = field(reader(&fields), &mut problems);
    let parts = field(parts(&fields, reader.unwrap_or(Reader::Physician)), &mut problems);
    let today = field(today(&fields, now), &mut problems);
    let record = field(record(fields.remove("record")), &mut problems);
    match (record, reader, parts, today) {
        (Some(record), Some(reader), Some(parts), Some(today)) if problems.is_empty() => {
            Ok(Asked { record, reader, parts, today })
        }
        _ => Err(problems),
    }
}

/// What was read; or one problem more.
fn field<T>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

fn record(value: Option<Value>) -> Result<Portable, Problem> {
    let value = value.ok_or_else(|| problem("record", codes::MISSING, vec![("name", "record".to_owned())]))?;
    let why = |why: String| problem("record", codes::RECORD, vec![("why", why)]);
    let record: Portable = serde_json::from_value(value).map_err(|error| why(error.to_string()))?;
    if record.format == PERSON_FORMAT { Ok(record) } else { Err(why(record.format)) }
}

/// A physician, where nobody else is named.
fn reader(fields: &Map<String, Value>) -> Result<Reader, Problem> {
    let known = || Reader::ALL.map(|(_, id)| id).join(", ");
    match fields.get("for") {
        None => Ok(Reader::Physician),
        Some(value) => value
            .as_str()
            .and_then(Reader::from_id)
            .ok_or_else(|| problem("for", codes::OPTION, vec![("options", known())])),
    }
}

/// The usual parts for the reader, where none are named.
fn parts(fields: &Map<String, Value>, reader: Reader) -> Result<Vec<&'static str>, Problem> {
    let wrong = || problem("parts", codes::OPTIONS, vec![("options", PARTS.join(", "))]);
    let Some(value) = fields.get("parts") else {
        return Ok(PARTS.into_iter().filter(|part| usual(reader, part)).collect());
    };
    let known = |value: &Value| value.as_str().and_then(|name| PARTS.into_iter().find(|part| *part == name));
    value.as_array().and_then(|list| list.iter().map(known).collect()).ok_or_else(wrong)
}

fn today(fields: &Map<String, Value>, now: Day) -> Result<Day, Problem> {
    let Some(value) = fields.get("today") else { return Ok(now) };
    let day = value.as_str().and_then(dates::parse).ok_or_else(|| problem("today", codes::DATE, Vec::new()))?;
    if day > now { Err(problem("today", codes::FUTURE, Vec::new())) } else { Ok(day) }
}
