//! A record as one page that can be read, printed and kept without Supple.

use std::sync::Arc;

use askama::Template;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;
use supple_care::Knowledge;
use supple_interop::{answers as format, dates};
use supple_store::{Event, Portable, PortableBooking, PortableEvent, UtcMs, Who, clock_set_back};
use supple_words::Words;

use super::{
    Record, What, kinds,
    plain::{plain, plain_at},
};
use crate::voice::Voice;

#[derive(Template)]
#[template(path = "readable.html")]
struct Page {
    v: Voice,
    name: String,
    /// Mail and telephone, where they were given.
    reached: Vec<String>,
    printed: String,
    count: usize,
    entries: Vec<Entry>,
    bookings: Vec<Session>,
    /// Practices that do not open.
    shut: Vec<String>,
}

/// A session that a practice keeps.
struct Session {
    when: String,
    lines: Vec<Line>,
}

/// One event.
struct Entry {
    seq: usize,
    when: String,
    what: String,
    /// The type and version, where nobody here knows them any more.
    kind: Option<String>,
    by: Option<String>,
    /// The clock stood earlier than at the entry before.
    back: bool,
    lines: Vec<Line>,
}

/// What was asked or is named, and what was said.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) value: String,
}

/// The page, as one file without anything beside it.
#[must_use]
pub fn readable(knowledge: &Knowledge, words: Arc<Words>, record: &Portable, printed: UtcMs) -> String {
    let v = Voice::new(words);
    let back = clock_set_back(record.events.iter().map(|event| event.at_ms));
    let steps = Record::fold(knowledge, &events_of(record)).steps;
    let entries = record.events.iter().zip(&steps).zip(back).zip(1..);
    let page = Page {
        name: record.name.clone(),
        reached: record.mail.iter().chain(&record.phone).cloned().collect(),
        printed: moment(&v, printed, "UTC"),
        count: record.events.len(),
        bookings: record.bookings.iter().map(|booking| session(knowledge, &v, booking)).collect(),
        shut: record.shut.iter().map(ToString::to_string).collect(),
        entries: entries
            .map(|(((event, step), back), seq)| entry(knowledge, &v, event, &step.what, back, seq))
            .collect(),
        v,
    };
    // INVARIANT: the template only reads fields; rendering into memory does not fail.
    page.render().unwrap_or_default()
}

fn session(knowledge: &Knowledge, v: &Voice, booking: &PortableBooking) -> Session {
    let mut lines = Vec::new();
    plain(knowledge, v, &booking.body, &mut lines);
    let when = booking.at_ms.map_or_else(|| booking.id.to_string(), |at| moment(v, at, "UTC"));
    Session { when, lines }
}

/// The events of a record that was taken along, in their order.
pub(crate) fn events_of(record: &Portable) -> Vec<Event> {
    record.events.iter().zip(1..).map(|(event, seq)| told(record, event, seq)).collect()
}

/// The event as it stands in the record.
fn told(record: &Portable, event: &PortableEvent, seq: u64) -> Event {
    Event {
        id: event.id,
        person: record.person,
        seq,
        at: event.at_ms,
        zone: event.zone.clone(),
        kind: event.kind.clone(),
        version: event.version,
        who: event.who.clone(),
        payload: event.payload.clone(),
    }
}

/// The moment as it was on the clock where it happened.
fn moment(v: &Voice, at: UtcMs, zone: &str) -> String {
    let known = TimeZone::get(zone).ok();
    let is_known = known.is_some();
    let local = Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned(known.unwrap_or(TimeZone::UTC));
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    let date = v.date(dates::day(local.date()));
    let sentence = if is_known { "readable-moment" } else { "readable-moment-utc" };
    v.with(sentence, &[("date", date.into()), ("time", time.into()), ("zone", zone.into())])
}

fn entry(knowledge: &Knowledge, v: &Voice, event: &PortableEvent, what: &What, back: bool, seq: usize) -> Entry {
    let is_known = !matches!(what, What::Other);
    let mut lines = Vec::new();
    match event.kind.as_str() {
        kinds::ANSWERS if is_known => answers(knowledge, v, &event.payload, &mut lines),
        kinds::DECISION if is_known => decision(knowledge, v, &event.payload, &mut lines),
        _ => plain(knowledge, v, &event.payload, &mut lines),
    }
    Entry {
        seq,
        when: moment(v, event.at_ms, &event.zone),
        kind: (!is_known).then(|| format!("{} {}", event.kind, event.version)),
        what: what.title(knowledge, v),
        by: match &event.who {
            Who::Proxy { name, relation } if relation.is_empty() => Some(name.clone()),
            Who::Proxy { name, relation } => Some(format!("{name} ({relation})")),
            Who::System => Some(v.t("readable-by-program")),
            _ => None,
        },
        back,
        lines,
    }
}

/// Questions as they are asked today; one that is not asked any more stands with its own id.
fn answers(knowledge: &Knowledge, v: &Voice, payload: &Value, lines: &mut Vec<Line>) {
    for (part, values) in payload.as_object().into_iter().flatten().filter(|(part, _)| *part != "page") {
        if part != "answers" && part != "texts" {
            plain_at(knowledge, v, part, values, lines);
            continue;
        }
        for (id, value) in values.as_object().into_iter().flatten() {
            let known = knowledge.question_id(id).and_then(|id| knowledge.question(id).map(|question| (id, question)));
            let read = known.and_then(|(id, question)| {
                let answer = format::read_answer(knowledge, id, value).ok()?;
                Some(v.answer(knowledge, question, answer))
            });
            lines.push(Line {
                label: known.map_or_else(|| id.clone(), |(_, question)| v.k(&question.ask)),
                value: match value {
                    Value::Null => v.t("readable-taken-back"),
                    Value::String(text) if part == "texts" => text.clone(),
                    value => read.unwrap_or_else(|| value.to_string()),
                },
            });
        }
    }
}

/// What each rule says to do, with how sure it was, and the limits with their places; the rest by its name.
fn decision(knowledge: &Knowledge, v: &Voice, payload: &Value, lines: &mut Vec<Line>) {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    for (part, value) in payload.as_object().into_iter().flatten() {
        for entry in value.as_array().into_iter().flatten() {
            if part == "rules" {
                let id = text(entry, "rule");
                let known = knowledge.rule_id(&id).and_then(|id| knowledge.rule(id));
                let certain = entry.get("certain").and_then(Value::as_bool);
                let sure = if certain == Some(true) { "readable-certain" } else { "readable-unsure" };
                let value = known.map_or_else(|| text(entry, "does"), |rule| v.k(&rule.say));
                lines.push(Line { label: v.s(sure, "rule", &id), value });
            } else if part == "restrictions" {
                let places = match entry.get("places") {
                    Some(Value::Array(ids)) => {
                        let names = ids.iter().filter_map(Value::as_str).map(|id| {
                            let known = knowledge.places.iter().find(|place| place.id == id);
                            known.map_or_else(|| id.to_owned(), |place| v.place(place))
                        });
                        v.parts(&names.collect::<Vec<_>>())
                    }
                    _ => v.t("readable-everywhere"),
                };
                lines.push(Line { label: places, value: v.k(&text(entry, "say")) });
            } else {
                plain_at(knowledge, v, part, entry, lines);
            }
        }
        if !value.is_array() {
            plain_at(knowledge, v, part, value, lines);
        }
    }
}
