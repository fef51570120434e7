//! Reads the file entry by entry: what says nothing here is let go of at once, so that a long record does not fill the memory.

use std::{collections::BTreeMap, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{
    person::{self, Whose},
    shown::plain,
};
use crate::{
    Problem,
    cds::{READ, text},
    codes,
    strict::{Strict, repeated},
};

/// Most bytes of a file that is sent to a page: a record of decades with its laboratory is below.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Most resources that are looked at.
const MOST: usize = 20_000;
/// What is not needed of a resource: the narrative, which may hold anything, above all.
const LEFT_OUT: [&str; 6] = ["text", "note", "extension", "meta", "identifier", "photo"];

/// What a file holds of one person.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What is read, each with the address that its bundle gives it.
    pub(super) all: Vec<(Option<String>, Value)>,
    /// How many entries of each other type there are: nothing here rests on them.
    pub others: BTreeMap<String, usize>,
    /// Whether more belongs to it than the file holds: a further page, an entry that could not be had, more than is read.
    pub partial: bool,
    /// The id of the person it is about, where it says so.
    pub(super) patient: Option<String>,
    /// What it says of whom it is about.
    pub whose: Option<Whose>,
}

/// Reads a file.
///
/// # Errors
/// What is wrong with it: no text, XML, not whole, nothing that a record is made of, or more than one person.
pub fn read(bytes: &[u8]) -> Result<Chart, Vec<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Problem::plain("", codes::CHART_TEXT)])?;
    if text.trim_start().starts_with('<') {
        return Err(vec![Problem::plain("", codes::CHART_XML)]);
    }
    let (mut chart, mut foreign) = (Chart::default(), None);
    // One value, or one a line.
    for one in serde_json::Deserializer::from_str(text).into_iter::<Top>() {
        chart.take(one.map_err(|error| vec![unsound(&error)])?, &mut foreign);
    }
    finish(chart, foreign)
}

/// What is wrong with the JSON, and where.
fn unsound(error: &serde_json::Error) -> Problem {
    let place = vec![("line", error.line().to_string()), ("column", error.column().to_string())];
    match repeated(error) {
        Some(name) => {
            Problem::new("", codes::REPEATED, [vec![("name", plain(&name))], place].into_iter().flatten().collect())
        }
        None if error.is_eof() => Problem::plain("", codes::CHART_CUT),
        None if error.is_data() => Problem::plain("", codes::CHART_NONE),
        None => Problem::new("", codes::CHART_SYNTAX, place),
    }
}

fn finish(mut chart: Chart, foreign: Option<String>) -> Result<Chart, Vec<Problem>> {
    if chart.all.is_empty() && chart.others.is_empty() {
        return Err(vec![match foreign {
            Some(name) if !name.is_empty() => Problem::new("", codes::CHART_TYPE, vec![("name", name)]),
            Some(_) => Problem::plain("", codes::CHART_NONE),
            None => Problem::plain("", codes::CHART_EMPTY),
        }]);
    }
    chart.partial |= foreign.is_some();
    chart.patient = person::only(&chart.all).map_err(|_| vec![Problem::plain("", codes::CHART_TWO)])?;
    chart.whose = person::whose(&chart.all);
    Ok(chart)
}

impl Chart {
    /// Puts one value of the file with what is there already; `foreign` is the type of the first that no record is made of.
    fn take(&mut self, top: Top, foreign: &mut Option<String>) {
        match top.fields.get("resourceType").and_then(Value::as_str) {
            Some("Bundle") => {
                let links = top.fields.get("link").and_then(Value::as_array).into_iter().flatten();
                self.partial |= links.into_iter().any(|link| text(link, "relation") == Some("next"));
                top.entries.into_iter().for_each(|entry| self.put(entry));
            }
            Some(kind @ ("OperationOutcome" | "Parameters")) => drop(foreign.get_or_insert(plain(kind))),
            Some(kind) if !is_type(kind) => drop(foreign.get_or_insert(plain(kind))),
            Some(_) => self.put(Entry::of(None, Value::Object(top.fields))),
            None => drop(foreign.get_or_insert_default()),
        }
    }

    fn put(&mut self, entry: Entry) {
        match entry {
            Entry::Read(..) if self.all.len() >= MOST => self.partial = true,
            Entry::Read(url, resource) => self.all.push((url, resource)),
            Entry::Other(kind) => *self.others.entry(kind).or_default() += 1,
            Entry::Inside(entries) => entries.into_iter().for_each(|entry| self.put(entry)),
            Entry::Missing => self.partial = true,
        }
    }
}

/// Whether a word is written as the types of FHIR are.
fn is_type(kind: &str) -> bool {
    kind.len() <= 64
        && kind.starts_with(|first: char| first.is_ascii_uppercase())
        && kind.chars().all(|letter| letter.is_ascii_alphabetic())
}

/// One entry, as far as it is kept.
enum Entry {
    /// A resource that may propose something.
    Read(Option<String>, Value),
    /// Another resource: its type.
    Other(String),
    /// A bundle within, such as the answer to one search of a batch.
    Inside(Vec<Self>),
    /// There should be more here.
    Missing,
}

impl Entry {
    /// INVARIANT: JSON is read to a depth of 128, so bundles within bundles end.
    fn of(url: Option<String>, resource: Value) -> Self {
        let Value::Object(mut fields) = resource else { return Self::Missing };
        match fields.get("resourceType").and_then(Value::as_str) {
            Some("Bundle") => {
                let more = fields.get("link").and_then(Value::as_array).into_iter().flatten();
                let further = more.into_iter().any(|link| text(link, "relation") == Some("next"));
                let entries = match fields.remove("entry") {
                    Some(Value::Array(entries)) => entries,
                    _ => Vec::new(),
                };
                let missing = further.then_some(Self::Missing);
                Self::Inside(entries.into_iter().map(Self::in_bundle).chain(missing).collect())
            }
            Some(kind) if READ.contains(&kind) => {
                LEFT_OUT.iter().for_each(|name| drop(fields.remove(*name)));
                Self::Read(url, Value::Object(fields))
            }
            Some("OperationOutcome") | None => Self::Missing,
            Some(kind) if is_type(kind) => Self::Other(kind.to_owned()),
            Some(_) => Self::Missing,
        }
    }

    /// An entry of a bundle.
    fn in_bundle(mut entry: Value) -> Self {
        let url = text(&entry, "fullUrl").map(str::to_owned);
        match entry.get_mut("resource").map(Value::take) {
            Some(resource) => Self::of(url, resource),
            // What was deleted, or how a call went, has none.
            None if entry.get("request").is_some() || entry.get("response").is_some() => Self::Inside(Vec::new()),
            None => Self::Missing,
        }
    }
}

/// One value of the file: its fields, and the entries that it holds as a bundle, each as far as it is kept.
struct Top {
    fields: Map<String, Value>,
    entries: Vec<Entry>,
}

impl<'de> Deserialize<'de> for Top {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TopReader)
    }
}

struct TopReader;

impl<'de> Visitor<'de> for TopReader {
    type Value = Top;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a resource")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Top, A::Error> {
        let mut top = Top { fields: Map::new(), entries: Vec::new() };
        while let Some(name) = map.next_key::<String>()? {
            if top.fields.contains_key(&name) {
                return Err(crate::strict::twice(&name));
            }
            if name == "entry" {
                let Entries(entries) = map.next_value()?;
                top.entries = entries;
                top.fields.insert(name, Value::Null);
            } else {
                let Strict(value) = map.next_value()?;
                top.fields.insert(name, value);
            }
        }
        Ok(top)
    }
}

/// The entries of a bundle.
struct Entries(Vec<Entry>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(EntriesReader)
    }
}

struct EntriesReader;

impl<'de> Visitor<'de> for EntriesReader {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Entries, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(entry)) = list.next_element()? {
            all.push(Entry::in_bundle(entry));
        }
        Ok(Entries(all))
    }
}
