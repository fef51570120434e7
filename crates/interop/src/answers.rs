//! Answers as they come from outside.
//!
//! ```json
//! { "today": "2026-11-21", "country": "DE", "answers": { "fever": "no", "age": 44 },
//!   "pain": [{ "site": "low-back", "side": "left", "intensity": 6, "quality": ["numb"], "spreads": ["leg-left"] }] }
//! ```
//!
//! `pain` given means that the map is confirmed; `"pain": "unknown"` means "I don't know where"; without it the map has not
//! been asked. Every question accepts `"unknown"`. What is not given has not been asked.

mod clearances;
mod unread;
mod values;

pub use clearances::{read_clearance, recorded_clearance};
pub use values::{answer_value, read_answer};
pub(crate) use values::{read_given, unknown_question};

use std::ops::RangeInclusive;

use serde_json::{Map, Value};
use supple_care::{Day, Knowledge, QuestionId, Sheet, ageing, crisis, pain::MapState};

use crate::{
    Problem, codes, countries, dates,
    document::{self, Answers, Given, Read},
    marks,
};

/// The longest free text, in characters.
pub const LONGEST_TEXT: usize = 10_000;
/// How deep an input may be nested.
pub(crate) const DEEPEST: usize = 16;
const UNKNOWN: &str = "unknown";
/// So much of what is no number is repeated in a message, in characters.
const LONGEST_NUMBER: usize = 40;
/// The smallest input, shown where somebody has to be told what one looks like.
pub const EXAMPLE: &str = r#"{ "answers": { "fever": "no" } }"#;
/// No answers are older than Supple: the 1st of January 2020. An earlier day is a slip.
const EARLIEST: Day = Day(18_262);
/// How far ahead of the clock a day may lie: somewhere else it is tomorrow already.
const AHEAD_DAYS: i32 = 1;
/// The fields of an input.
pub(crate) const FIELDS: [&str; 8] =
    ["today", "country", "answers", "pain", "clearances", "proxy", "person_confirms", "rescreen"];
/// The fields of a clearance.
pub(crate) const CLEARANCE_FIELDS: [&str; 7] = ["by", "from", "until", "rules", "max_pressure", "max_minutes", "words"];

/// A read input.
#[derive(Clone, Debug)]
pub struct Request {
    /// The answers, as they count on the day of the sheet.
    pub sheet: Sheet,
    /// The day on which they were given.
    pub answered: Day,
    /// How many of them have grown old since, and count as not asked.
    pub grown_old: usize,
    /// The country, as a code of two letters.
    pub country: Option<String>,
    /// Free texts by question; already searched for a mention of suicide.
    pub texts: Vec<(QuestionId, String)>,
}

impl Request {
    /// Nobody has answered anything yet.
    #[must_use]
    pub fn none(today: Day) -> Self {
        Self { sheet: Sheet::new(today), answered: today, grown_old: 0, country: None, texts: Vec::new() }
    }

    /// The same answers on a later day: what has grown old counts as not asked. An earlier day changes nothing.
    #[must_use]
    pub fn on(mut self, knowledge: &Knowledge, day: Day) -> Self {
        if day > self.sheet.today {
            self.grown_old = ageing::carry(knowledge, &mut self.sheet, self.answered, day);
        }
        self
    }
}

/// Reads JSON.
///
/// # Errors
/// Every problem in it.
pub fn read_json(knowledge: &Knowledge, bytes: &[u8], today: Day) -> Result<Request, Vec<Problem>> {
    match document::read(knowledge, bytes) {
        Some(document) => finish(knowledge, &document.fields, document.answers, today),
        // Something is wrong with its shape: as a tree, every such problem is told with its place.
        None => {
            let (value, unread) = unread::json(bytes)?;
            let told = |problem: &Problem| !unread.iter().any(|one| problem.path.rsplit('.').next() == Some(&one.path));
            match read_value(knowledge, &value, today) {
                Ok(request) if unread.is_empty() => Ok(request),
                Ok(_) => Err(unread),
                Err(others) => Err(unread.iter().cloned().chain(others.into_iter().filter(told)).collect()),
            }
        }
    }
}

/// Parses JSON, without looking at what it says.
///
/// # Errors
/// Where it is no JSON.
pub fn json(bytes: &[u8]) -> Result<Value, Vec<Problem>> {
    let (value, unread) = unread::json(bytes)?;
    if unread.is_empty() { Ok(value) } else { Err(unread) }
}

/// The text, without the mark of its encoding that some editors put before it.
fn text(bytes: &[u8]) -> Result<&str, Vec<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| vec![Problem::plain("", codes::UTF8)])
}

pub(crate) fn object(path: &str) -> Problem {
    Problem::new(path, codes::OBJECT, vec![("example", EXAMPLE.to_owned())])
}

/// Reads TOML.
///
/// # Errors
/// Every problem in it.
pub fn read_toml(knowledge: &Knowledge, bytes: &[u8], today: Day) -> Result<Request, Vec<Problem>> {
    read_value(knowledge, &toml(bytes)?, today)
}

/// Parses TOML, without looking at what it says.
///
/// # Errors
/// Where it is no TOML.
pub fn toml(bytes: &[u8]) -> Result<Value, Vec<Problem>> {
    let text = text(bytes)?;
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
        vec![Problem::new(
            "",
            codes::SYNTAX,
            vec![("line", line.to_string()), ("column", column.to_string()), ("example", EXAMPLE.to_owned())],
        )]
    })?;
    Ok(json_of(toml::Value::Table(table)))
}

/// TOML as JSON; dates as their text.
fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::from(truth),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json_of(value))).collect())
        }
    }
}

/// How many lists and objects lie within each other.
pub(crate) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// Reads a parsed value.
///
/// # Errors
/// Every problem in it.
pub fn read_value(knowledge: &Knowledge, value: &Value, now: Day) -> Result<Request, Vec<Problem>> {
    let Value::Object(map) = value else { return Err(vec![object("")]) };
    if depth(value) > DEEPEST {
        return Err(vec![Problem::plain("", codes::DEPTH)]);
    }
    let answers = map.get("answers").map(|answers| match answers {
        Value::Object(answers) => {
            let mut read = Read::default();
            for (name, value) in answers {
                read.take(knowledge, name, knowledge.question_id(name), &Given::of(value));
            }
            Answers::Read(Box::new(read))
        }
        _ => Answers::NotAnObject,
    });
    finish(knowledge, map, answers, now)
}

/// Reads the other fields, and puts everything together.
fn finish(
    knowledge: &Knowledge,
    map: &Map<String, Value>,
    answers: Option<Answers>,
    now: Day,
) -> Result<Request, Vec<Problem>> {
    let mut problems = Vec::new();
    for name in map.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
        problems.push(unknown_word(name, name, codes::FIELD, codes::FIELD_NEAR, FIELDS));
    }
    let today = map.get("today").map_or(now, |value| take(day_of_answers(value, now), now, &mut problems));
    let country = map.get("country").and_then(|value| country(knowledge, value, &mut problems));
    let mut read = Read::default();
    match answers {
        None => {}
        Some(Answers::Read(answers)) => {
            read = *answers;
            read.tell(&mut problems);
        }
        Some(Answers::NotAnObject) => problems.push(object("answers")),
    }
    let Read { mut sheet, texts, .. } = read;
    sheet.today = today;
    match map.get("pain") {
        None => {}
        Some(Value::String(word)) if word == UNKNOWN => sheet.pain.state = MapState::Unknown,
        Some(Value::Array(entries)) => {
            sheet.pain.state = MapState::Confirmed;
            sheet.pain.marks = marks::read(knowledge, entries, today, &mut problems);
        }
        Some(_) => problems.push(Problem::plain("pain", codes::LIST)),
    }
    if let Some(value) = map.get("clearances") {
        sheet.clearances = clearances::clearances(knowledge, value, today, &mut problems);
    }
    let mut truth = |name: &'static str| match map.get(name) {
        None => false,
        Some(Value::Bool(truth)) => *truth,
        Some(_) => {
            problems.push(Problem::plain(name, codes::TRUTH));
            false
        }
    };
    sheet.rescreen = truth("rescreen");
    let (proxy, confirmed) = (truth("proxy"), truth("person_confirms"));
    sheet.proxy = proxy && !confirmed;
    sheet.mention =
        texts.iter().any(|(_, text): &(QuestionId, String)| crisis::mentions(&knowledge.crisis_phrases, text));
    if problems.is_empty() {
        Ok(Request { sheet, answered: today, grown_old: 0, country, texts })
    } else {
        Err(problems)
    }
}

/// The value, or the problem recorded and something to go on with: the input is refused anyway.
fn take<T>(result: Result<T, Problem>, meanwhile: T, problems: &mut Vec<Problem>) -> T {
    result.unwrap_or_else(|problem| {
        problems.push(problem);
        meanwhile
    })
}

pub use marks::{mark_value, read_mark};

fn date(value: &Value, path: &str, latest: Option<Day>) -> Result<Day, Problem> {
    let day = value.as_str().and_then(dates::parse).ok_or_else(|| Problem::plain(path, codes::DATE))?;
    match latest {
        Some(latest) if day > latest => Err(Problem::plain(path, codes::FUTURE)),
        _ => Ok(day),
    }
}

/// The days that answers may be of: by the clock at most a day ahead, for another zone.
#[must_use]
pub fn days_of_answers(now: Day) -> RangeInclusive<Day> {
    EARLIEST..=now.plus(AHEAD_DAYS)
}

fn day_of_answers(value: &Value, now: Day) -> Result<Day, Problem> {
    let (day, days) = (date(value, "today", None)?, days_of_answers(now));
    if days.contains(&day) {
        return Ok(day);
    }
    let args = vec![
        ("day", dates::print(day)),
        ("earliest", dates::print(*days.start())),
        ("latest", dates::print(*days.end())),
    ];
    Err(Problem::new("today", codes::TODAY, args))
}

fn country(knowledge: &Knowledge, value: &Value, problems: &mut Vec<Problem>) -> Option<String> {
    let read = value.as_str().map_or_else(
        || Err(Problem::plain("country", codes::COUNTRY)),
        |text| countries::read(knowledge, text, "country"),
    );
    read.map_err(|problem| problems.push(problem)).ok()
}

/// An unknown word, with the nearest known one if any is near.
pub(crate) fn unknown_word<'a>(
    path: &str,
    name: &str,
    code: &'static str,
    code_near: &'static str,
    known: impl IntoIterator<Item = &'a str>,
) -> Problem {
    let name: String = name.chars().take(80).collect();
    let near = known
        .into_iter()
        .map(|word| (strsim::levenshtein(&name, word), word))
        .filter(|(distance, _)| *distance <= 1 + name.chars().count() / 3)
        .min();
    match near {
        Some((_, word)) => Problem::new(path, code_near, vec![("name", name), ("nearest", word.to_owned())]),
        None => Problem::new(path, code, vec![("name", name), ("nearest", String::new())]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use supple_care::{Answer, pain::MapState};

    use super::{dates, read_json, read_toml, read_value};

    #[test]
    fn a_mark_of_the_encoding_says_nothing() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let today = dates::parse("2026-08-01").unwrap();
        let read = read_json(&knowledge, b"\xef\xbb\xbf{ \"answers\": { \"fever\": \"yes\" } }", today).unwrap();
        assert_eq!(read.sheet.get(knowledge.question_id("fever").unwrap()), Answer::Yes);
        let read = read_toml(&knowledge, b"\xef\xbb\xbfanswers.fever = \"yes\"", today).unwrap();
        assert_eq!(read.sheet.get(knowledge.question_id("fever").unwrap()), Answer::Yes);
    }

    #[test]
    fn numbers_that_cannot_be_read_are_told_with_everything_else() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let today = dates::parse("2026-08-01").unwrap();
        let text = br#"{ "answers": { "age": 1e400, "fevr": "no", "sex": "femal", "pregnancy_weeks": 007 } }"#;
        let problems = read_json(&knowledge, text, today).unwrap_err();
        let told: Vec<(&str, &str)> = problems.iter().map(|one| (one.path.as_str(), one.code)).collect();
        assert_eq!(told.iter().filter(|(path, code)| *path == "age" && *code == "no-number").count(), 1, "{told:?}");
        assert_eq!(told.iter().filter(|(path, _)| path.ends_with("pregnancy_weeks")).count(), 1, "{told:?}");
        assert!(told.iter().any(|(path, _)| *path == "answers.fevr"), "{told:?}");
        assert!(told.iter().any(|(path, _)| *path == "answers.sex"), "{told:?}");
        assert_eq!(told.len(), 4, "{told:?}");
    }

    #[test]
    fn answers_counted_for_a_later_day_have_aged() {
        let knowledge = supple_knowledge::embedded().unwrap();
        let day = |date| dates::parse(date).unwrap();
        let value = json!({
            "today": "2026-08-01",
            "answers": { "fever": "no", "chest_pain": "yes", "bladder_change": "unknown", "sex": "female" },
            "pain": [{ "site": "low-back", "side": "left", "intensity": 4 }],
        });
        let given = read_value(&knowledge, &value, day("2026-11-21")).unwrap();
        assert_eq!((given.answered, given.sheet.today), (day("2026-08-01"), day("2026-08-01")));
        let later = given.clone().on(&knowledge, day("2026-11-21"));
        let get = |id| later.sheet.get(knowledge.question_id(id).unwrap());
        assert_eq!(
            (get("fever"), get("chest_pain"), get("bladder_change")),
            (Answer::NotAsked, Answer::Yes, Answer::Unknown)
        );
        assert_eq!(later.sheet.pain.state, MapState::NotAsked);
        assert_eq!((later.answered, later.sheet.today), (day("2026-08-01"), day("2026-11-21")));
        assert!(later.grown_old >= 2);
        // An earlier day than that of the answers makes nothing younger.
        assert_eq!(given.clone().on(&knowledge, day("2026-07-01")).sheet, given.sheet);
    }
}
