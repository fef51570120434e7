//! Records that were taken along, read back: one JSON text, or lines with one JSON object each (NDJSON).
//!
//! The first line says how many follow: a file that lost its end is noticed.

mod numbers;

use std::{iter::Enumerate, str};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use supple_interop::Problem;
use supple_store::{Portable, PortableEvent, PortableItem, PortablePractice};

/// Why a file that was taken along cannot be read.
#[derive(Debug)]
pub enum NotRead {
    /// It is no JSON, or not of this form; why, for whoever knows what JSON is, and where it ends too early.
    Form {
        /// What was expected, with line and column.
        why: String,
        /// The line, from 1.
        line: usize,
        /// Whether it breaks off.
        cut: bool,
        /// Whether it is one line of several, each for itself.
        lined: bool,
    },
    /// The JSON says something twice, or otherwise so that it would have to be guessed at.
    Problems(Vec<Problem>),
    /// A line of several says a name twice.
    Twice(usize),
    /// This line and what follows were not announced.
    More(usize),
    /// There are fewer lines than announced.
    Cut,
    /// A whole number that is longer than can be kept.
    Number(String),
}

impl NotRead {
    fn form(error: &serde_json::Error, line: Option<usize>) -> Self {
        let (lined, line) = (line.is_some(), line.unwrap_or(error.line()));
        Self::Form { why: error.to_string(), line, cut: error.is_eof(), lined }
    }
}

/// Reads what was taken along, in one of its two forms, in which no name stands twice.
///
/// # Errors
/// Why it cannot be read.
pub fn read<T: Lined>(text: &[u8]) -> Result<T, NotRead> {
    let lines = str::from_utf8(text).ok();
    if let Some(lines) = lines.and_then(Lines::of::<T>) {
        return lines.all();
    }
    // First as what it should be: that says best what is wrong with it.
    let all = serde_json::from_slice(text).map_err(|error| NotRead::form(&error, None))?;
    // The usual reading of JSON takes the last of two equal names; a record is not guessed at.
    supple_interop::answers::json(text).map_err(NotRead::Problems)?;
    // It was read as JSON, so it is text.
    match lines.and_then(numbers::too_long) {
        Some(number) => Err(NotRead::Number(number.to_owned())),
        None => Ok(all),
    }
}

/// The form of a person's lines.
const PERSON: &str = "supple-person-lines/1";
/// The form of a practice's lines.
const PRACTICE: &str = "supple-practice-lines/1";

/// The first line of a person: everything but the events, and how many of these follow.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonHead {
    format: String,
    events: usize,
    record: Portable,
}

/// The first line of a practice: everything but its items and people, and how many of these follow.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PracticeHead {
    format: String,
    items: usize,
    people: usize,
    practice: PortablePractice,
}

/// An item with the shelf that it lies on.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shelved {
    shelf: String,
    item: PortableItem,
}

/// What can stand in lines and be brought back from them.
pub trait Lined: DeserializeOwned {
    /// The form that its first line names.
    const FORM: &'static str;

    /// Writes its lines.
    ///
    /// # Errors
    /// When something in it is no JSON, which nothing that came from JSON is.
    fn write(self, into: &mut Vec<u8>) -> serde_json::Result<()>;

    /// Reads its lines.
    ///
    /// # Errors
    /// Which line cannot be read, and why; that some are missing.
    fn read(lines: &mut Lines<'_>) -> Result<Self, NotRead>;
}

impl Lined for Portable {
    const FORM: &'static str = PERSON;

    fn write(mut self, into: &mut Vec<u8>) -> serde_json::Result<()> {
        let events = std::mem::take(&mut self.events);
        put(into, &PersonHead { format: PERSON.to_owned(), events: events.len(), record: self })?;
        events.iter().try_for_each(|event| put(into, event))
    }

    fn read(lines: &mut Lines<'_>) -> Result<Self, NotRead> {
        let PersonHead { events, mut record, .. } = lines.next()?;
        for _ in 0..events {
            record.events.push(lines.next::<PortableEvent>()?);
        }
        Ok(record)
    }
}

impl Lined for PortablePractice {
    const FORM: &'static str = PRACTICE;

    fn write(mut self, into: &mut Vec<u8>) -> serde_json::Result<()> {
        let (shelves, people) = (std::mem::take(&mut self.shelves), std::mem::take(&mut self.people));
        let items = shelves.values().map(Vec::len).sum();
        // Which shelves there are stays known, also of those on which nothing lies.
        self.shelves = shelves.keys().map(|shelf| (shelf.clone(), Vec::new())).collect();
        put(into, &PracticeHead { format: PRACTICE.to_owned(), items, people: people.len(), practice: self })?;
        for (shelf, items) in shelves {
            for item in items {
                put(into, &Shelved { shelf: shelf.clone(), item })?;
            }
        }
        people.into_iter().try_for_each(|person| person.write(into))
    }

    fn read(lines: &mut Lines<'_>) -> Result<Self, NotRead> {
        let PracticeHead { items, people, mut practice, .. } = lines.next()?;
        for _ in 0..items {
            let Shelved { shelf, item } = lines.next()?;
            practice.shelves.entry(shelf).or_default().push(item);
        }
        for _ in 0..people {
            practice.people.push(Portable::read(lines)?);
        }
        Ok(practice)
    }
}

fn put(into: &mut Vec<u8>, line: &impl Serialize) -> serde_json::Result<()> {
    serde_json::to_writer(&mut *into, line)?;
    into.push(b'\n');
    Ok(())
}

/// The lines of a file, each read for itself.
#[derive(Debug)]
pub struct Lines<'t> {
    rest: Enumerate<str::Lines<'t>>,
}

impl<'t> Lines<'t> {
    /// The lines of a text, where its first one names this form.
    fn of<T: Lined>(text: &'t str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Form {
            format: String,
        }
        let first: Form = serde_json::from_str(text.lines().next()?).ok()?;
        (first.format == T::FORM).then(|| Self { rest: text.lines().enumerate() })
    }

    /// Everything in it, and nothing behind that.
    fn all<T: Lined>(mut self) -> Result<T, NotRead> {
        let all = T::read(&mut self)?;
        match self.rest.find(|(_, line)| !line.trim().is_empty()) {
            None => Ok(all),
            Some((at, _)) => Err(NotRead::More(at + 1)),
        }
    }

    fn next<T: DeserializeOwned>(&mut self) -> Result<T, NotRead> {
        let next = self.rest.find(|(_, line)| !line.trim().is_empty());
        let (at, line) = next.ok_or(NotRead::Cut)?;
        let read = serde_json::from_str(line).map_err(|error| NotRead::form(&error, Some(at + 1)))?;
        // The usual reading of JSON takes the last of two equal names; a record is not guessed at.
        if supple_interop::answers::json(line.as_bytes()).is_err() {
            return Err(NotRead::Twice(at + 1));
        }
        match numbers::too_long(line) {
            Some(number) => Err(NotRead::Number(number.to_owned())),
            None => Ok(read),
        }
    }
}
