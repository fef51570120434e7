//! Records as lines, one JSON object each (NDJSON), to be read piece by piece and brought back whole; and as a table (CSV) to look at.
//!
//! The first line says how many follow: a file that lost its end is noticed.

use std::{iter::Enumerate, str};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use supple_store::{Portable, PortableEvent, PortableItem, PortablePractice};
use supple_words::Words;

use crate::{home::moment, paper::printable};

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
pub(super) trait Lined: DeserializeOwned {
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
    fn read(lines: &mut Lines<'_>) -> Result<Self, String>;
}

impl Lined for Portable {
    const FORM: &'static str = PERSON;

    fn write(mut self, into: &mut Vec<u8>) -> serde_json::Result<()> {
        let events = std::mem::take(&mut self.events);
        put(into, &PersonHead { format: PERSON.to_owned(), events: events.len(), record: self })?;
        events.iter().try_for_each(|event| put(into, event))
    }

    fn read(lines: &mut Lines<'_>) -> Result<Self, String> {
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

    fn read(lines: &mut Lines<'_>) -> Result<Self, String> {
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
pub(super) struct Lines<'t> {
    words: &'t Words,
    rest: Enumerate<str::Lines<'t>>,
}

impl<'t> Lines<'t> {
    /// The lines of a text, where its first one names this form.
    pub(super) fn of<T: Lined>(words: &'t Words, text: &'t str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Form {
            format: String,
        }
        let first: Form = serde_json::from_str(text.lines().next()?).ok()?;
        (first.format == T::FORM).then(|| Self { words, rest: text.lines().enumerate() })
    }

    /// Everything in it, and nothing behind that.
    ///
    /// # Errors
    /// As [`Lined::read`]; that something follows.
    pub(super) fn all<T: Lined>(mut self) -> Result<T, String> {
        let all = T::read(&mut self)?;
        match self.rest.find(|(_, line)| !line.trim().is_empty()) {
            None => Ok(all),
            Some((at, _)) => Err(self.say("import-line-more", at, "")),
        }
    }

    fn say(&self, key: &str, at: usize, why: &str) -> String {
        let line = i64::try_from(at + 1).unwrap_or(i64::MAX);
        self.words.get(key, &[("line", line.into()), ("why", printable(why).into())])
    }

    fn next<T: DeserializeOwned>(&mut self) -> Result<T, String> {
        let Some((at, line)) = self.rest.find(|(_, line)| !line.trim().is_empty()) else {
            return Err(self.words.get("import-line-cut", &[]));
        };
        let read = serde_json::from_str(line).map_err(|error| self.say("import-line", at, &error.to_string()))?;
        // The usual reading of JSON takes the last of two equal names; a record is not guessed at.
        if supple_interop::answers::json(line.as_bytes()).is_err() {
            return Err(self.say("import-line-twice", at, ""));
        }
        match super::numbers::too_long(line) {
            Some(number) => Err(self.words.get("import-number", &[("number", printable(number).into())])),
            None => Ok(read),
        }
    }
}

/// A person's events as a table: for a spreadsheet, and for a program that reads no JSON around them.
pub(super) fn person_table(record: &Portable) -> serde_json::Result<Vec<u8>> {
    let mut table = String::from("id,at_utc,zone,kind,version,who,payload\r\n");
    for event in &record.events {
        let (who, payload) = (serde_json::to_string(&event.who)?, serde_json::to_string(&event.payload)?);
        let version = event.version.to_string();
        row(
            &mut table,
            &[&event.id.to_string(), &moment(event.at_ms), &event.zone, &event.kind, &version, &who, &payload],
        );
    }
    Ok(table.into_bytes())
}

/// What a practice keeps as a table. The records of its people are not in it: each has a table of its own.
pub(super) fn practice_table(all: &PortablePractice) -> serde_json::Result<Vec<u8>> {
    let mut table = String::from("shelf,id,at_utc,until_utc,about,body\r\n");
    for (shelf, items) in &all.shelves {
        for item in items {
            let at = |at: Option<supple_store::UtcMs>| at.map(moment).unwrap_or_default();
            let about = item.about.map(|about| about.to_string()).unwrap_or_default();
            let body = serde_json::to_string(&item.body)?;
            row(&mut table, &[shelf, &item.id.to_string(), &at(item.at_ms), &at(item.until_ms), &about, &body]);
        }
    }
    Ok(table.into_bytes())
}

/// A row as RFC 4180 has it. What a spreadsheet would take for a formula is a text to it.
fn row(table: &mut String, cells: &[&str]) {
    for (nth, cell) in cells.iter().enumerate() {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let mark = if formula { "'" } else { "" };
        let comma = if nth == 0 { "" } else { "," };
        table.extend([comma, "\"", mark, &cell.replace('"', "\"\""), "\""]);
    }
    table.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn cells_are_quoted_and_no_formula() {
        let mut table = String::new();
        row(&mut table, &["a\"b", "=1+1", "x,\r\ny", ""]);
        assert_eq!(table, "\"a\"\"b\",\"'=1+1\",\"x,\r\ny\",\"\"\r\n");
    }
}
