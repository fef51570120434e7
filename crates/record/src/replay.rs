//! Old decisions, computed again: with the knowledge they were made with, from what stood in the record before them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use supple_care::{Knowledge, at_once};
use supple_interop::dates;
use supple_store::{Event, Portable, UtcMs};

use super::{Record, kinds};

/// What computing a decision again came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Again {
    /// Byte for byte what was recorded.
    Same,
    /// Something else; both as they would stand in the record.
    Differs {
        /// What was recorded.
        recorded: Value,
        /// What comes out today.
        computed: Value,
    },
    /// The knowledge of then is not there, or this program cannot read it: nobody knows.
    NoKnowledge,
    /// The entry is of a form that this program does not know.
    Unreadable,
}

/// One decision of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// Its place in the record.
    pub seq: u64,
    /// When it was made.
    pub at: UtcMs,
    /// The version of the knowledge that it names.
    pub knowledge: String,
    /// What came of computing it again.
    pub again: Again,
}

/// The versions of the knowledge that the decisions of a record name.
#[must_use]
pub fn knowledge_named(events: &[Event]) -> BTreeSet<String> {
    named_in(events.iter().map(|event| (event.kind.as_str(), &event.payload)))
}

/// As [`knowledge_named`], in a record that was taken along.
#[must_use]
pub fn knowledge_named_along(record: &Portable) -> BTreeSet<String> {
    named_in(record.events.iter().map(|event| (event.kind.as_str(), &event.payload)))
}

fn named_in<'a>(events: impl Iterator<Item = (&'a str, &'a Value)>) -> BTreeSet<String> {
    let decisions = events.filter(|(kind, _)| *kind == kinds::DECISION);
    decisions.filter_map(|(_, payload)| payload.get("knowledge").and_then(Value::as_str)).map(str::to_owned).collect()
}

/// Computes every decision of the record again. `find` gives the knowledge of a version; it is asked once for each.
pub fn replay(events: &[Event], mut find: impl FnMut(&str) -> Option<Arc<Knowledge>>) -> Vec<Replayed> {
    let mut known: BTreeMap<String, Option<Arc<Knowledge>>> = BTreeMap::new();
    let decisions = events.iter().enumerate().filter(|(_, event)| event.kind == kinds::DECISION);
    decisions
        .map(|(nth, event)| {
            let version = event.payload.get("knowledge").and_then(Value::as_str).unwrap_or_default().to_owned();
            let knowledge = known.entry(version.clone()).or_insert_with(|| find(&version));
            let again = match knowledge {
                None => Again::NoKnowledge,
                Some(knowledge) => again(knowledge, events.get(..nth).unwrap_or_default(), event),
            };
            Replayed { seq: event.seq, at: event.at, knowledge: version, again }
        })
        .collect()
}

fn again(knowledge: &Knowledge, before: &[Event], made: &Event) -> Again {
    let today = made.payload.get("today").and_then(Value::as_str).and_then(dates::parse);
    let (Some(today), 1) = (today, made.version) else { return Again::Unreadable };
    let record = Record::fold(knowledge, before);
    let (sheet, _) = record.sheet(knowledge, today);
    let told = at_once::told(knowledge, &sheet);
    let computed = kinds::decision(knowledge, &sheet, &told).payload;
    if computed == made.payload { Again::Same } else { Again::Differs { recorded: made.payload.clone(), computed } }
}
