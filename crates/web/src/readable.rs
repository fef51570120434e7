//! A record as one page that can be read, printed and kept without Supple.

mod booked;
mod named;
mod plain;
pub(crate) mod title;

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use askama::Template;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value};
use supple_care::Knowledge;
use supple_interop::{answers as format, chart::Origin, dates};
use supple_store::{Event, PersonId, Portable, PortableBooking, PortableEvent, Store, UtcMs, Who, clock_set_back};
use supple_words::Words;

use crate::{
    pages::import,
    record::{Record, What, kinds},
    voice::Voice,
};
use booked::{as_it_stands, booked};
use named::Named;
use plain::{plain, plain_at};

#[derive(Template)]
#[template(path = "readable.html")]
struct Page<'a> {
    v: Voice,
    name: String,
    /// Mail and telephone, where they were given.
    reached: Vec<String>,
    printed: String,
    count: usize,
    /// Made one after the other as they are written: a long record stands in memory once.
    entries: RefCell<Box<dyn Iterator<Item = Entry> + 'a>>,
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
    seq: u64,
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

/// The page, as one file without anything beside it. The store names the practices of the bookings.
#[must_use]
pub fn readable(knowledge: &Knowledge, words: Arc<Words>, store: &Store, record: Portable, printed: UtcMs) -> String {
    let v = Voice::new(words);
    let beside = Named { knowledge, v: &v, instrument: None };
    let back = clock_set_back(record.events.iter().map(|event| event.at_ms));
    let (count, person, said) = (record.events.len(), record.person, v.clone());
    // Each is taken into what the record comes to, written, and gone.
    let mut so_far = Record::default();
    let entries = record.events.into_iter().zip(back).zip(1..).filter_map(move |((event, back), seq)| {
        let event = told(person, event, seq);
        so_far.take(knowledge, &event);
        so_far.steps.last().map(|step| entry(knowledge, &said, &event, &step.what, back))
    });
    let page = Page {
        name: record.name,
        reached: record.mail.into_iter().chain(record.phone).collect(),
        printed: moment(&v, printed, "UTC"),
        count,
        bookings: record.bookings.iter().map(|booking| session(beside, store, booking)).collect(),
        shut: record.shut.iter().map(ToString::to_string).collect(),
        entries: RefCell::new(Box::new(entries)),
        v: v.clone(),
    };
    let mut written = Visible(String::new());
    // INVARIANT: the template only reads fields; writing into memory does not fail.
    match page.render_into(&mut written) {
        Ok(()) => written.0,
        Err(_) => String::new(),
    }
}

impl Page<'_> {
    /// The entries, each once.
    fn each(&self) -> impl Iterator<Item = Entry> {
        std::iter::from_fn(|| self.entries.borrow_mut().next())
    }
}

/// A page with control characters, which a browser swallows or obeys, as pictures of themselves. The page itself has line
/// feeds alone.
struct Visible(String);

impl fmt::Write for Visible {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        self.0.extend(part.chars().map(|letter| match letter {
            '\n' | '\t' => letter,
            '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or(char::REPLACEMENT_CHARACTER),
            '\u{7f}' => '\u{2421}',
            '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
            _ => letter,
        }));
        Ok(())
    }
}

fn session(named: Named<'_>, store: &Store, booking: &PortableBooking) -> Session {
    let (when, lines) = booked(named, store, booking).unwrap_or_else(|| {
        let when = booking.at_ms.map_or_else(|| booking.id.to_string(), |at| moment(named.v, at, "UTC"));
        (when, as_it_stands(named, booking))
    });
    Session { when, lines }
}

/// The events of a record that was taken along, in their order.
pub(crate) fn events_of(record: &Portable) -> Vec<Event> {
    record.events.iter().cloned().zip(1..).map(|(event, seq)| told(record.person, event, seq)).collect()
}

/// The event as it stands in the record.
fn told(person: PersonId, event: PortableEvent, seq: u64) -> Event {
    let PortableEvent { id, at_ms, zone, kind, version, who, payload } = event;
    Event { id, person, seq, at: at_ms, zone, kind, version, who, payload }
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

fn entry(knowledge: &Knowledge, v: &Voice, event: &Event, what: &What, back: bool) -> Entry {
    let is_known = !matches!(what, What::Other);
    let named = Named::of(knowledge, v, &event.payload);
    let mut lines = Vec::new();
    match (event.kind.as_str(), &event.payload) {
        (kinds::ANSWERS, Value::Object(parts)) if is_known => answers(named, parts, &mut lines),
        (kinds::DECISION, Value::Object(parts)) if is_known => decision(named, parts, &mut lines),
        (_, payload) => plain(named, payload, &mut lines),
    }
    Entry {
        seq: event.seq,
        when: moment(v, event.at, &event.zone),
        kind: (!is_known).then(|| format!("{} {}", event.kind, event.version)),
        what: title::title(what, knowledge, v),
        by: match &event.who {
            Who::Proxy { name, relation } if relation.is_empty() => Some(name.clone()),
            Who::Proxy { name, relation } => Some(format!("{name} ({relation})")),
            Who::System => Some(v.t("readable-by-program")),
            Who::Therapist { name, place, .. } => {
                let args = [("name", name.as_str().into()), ("practice", place.as_str().into())];
                Some(v.with("readable-by-therapist", &args))
            }
            _ => None,
        },
        back,
        lines,
    }
}

/// Questions as they are asked today; one that is not asked any more stands with its own id.
fn answers(named: Named<'_>, parts: &Map<String, Value>, lines: &mut Vec<Line>) {
    let (knowledge, v) = (named.knowledge, named.v);
    for (part, value) in parts {
        match (part.as_str(), value) {
            // The title says it.
            ("page", Value::String(page)) if title::of_page(knowledge, v, page).is_some() => {}
            ("answers" | "texts", Value::Object(values)) if !values.is_empty() => {
                for (id, value) in values {
                    match answer(knowledge, v, part, (id, value)) {
                        Some((label, value)) => lines.push(Line { label, value }),
                        None => plain_at(named, id, value, lines),
                    }
                }
            }
            ("sources", Value::Object(all)) => {
                all.iter().for_each(|(id, origins)| match sources(knowledge, v, id, origins) {
                    Some(line) => lines.push(line),
                    None => plain_at(named, id, origins, lines),
                });
            }
            // Pages without questions have no answers.
            ("answers", Value::Object(_)) => {}
            _ => plain_at(named, part, value, lines),
        }
    }
}

/// Where an answer comes from that a record from elsewhere proposed; nothing where this program cannot read that.
fn sources(knowledge: &Knowledge, v: &Voice, id: &str, origins: &Value) -> Option<Line> {
    let question = knowledge.question(knowledge.question_id(id)?)?;
    let all = origins.as_array()?.iter().map(Origin::of).collect::<Option<Vec<_>>>()?;
    let said: Vec<String> = all.iter().map(|one| format!("{} {}", import::origin(v, one), one.from)).collect();
    Some(Line { label: v.s("import-source", "question", &v.k(&question.short)), value: v.parts(&said) })
}

/// A question and its answer; nothing where the answer cannot be read.
fn answer(knowledge: &Knowledge, v: &Voice, part: &str, (id, value): (&str, &Value)) -> Option<(String, String)> {
    let known = knowledge.question_id(id).and_then(|id| knowledge.question(id).map(|question| (id, question)));
    let label = known.map_or_else(|| id.to_owned(), |(_, question)| v.k(&question.ask));
    let said = match value {
        Value::Null => v.t("readable-taken-back"),
        Value::String(text) if part == "texts" => text.clone(),
        value => {
            let (id, question) = known?;
            match format::read_answer(knowledge, id, value) {
                Ok(answer) => v.answer(knowledge, question, answer),
                Err(_) if value.is_object() => return None,
                Err(_) => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            }
        }
    };
    Some((label, said))
}

/// What each rule says to do, with how sure it was, and the limits with their places; the rest by its name.
fn decision(named: Named<'_>, parts: &Map<String, Value>, lines: &mut Vec<Line>) {
    for (part, value) in parts {
        let Some(entries) = value.as_array().filter(|entries| !entries.is_empty()) else {
            plain_at(named, part, value, lines);
            continue;
        };
        for entry in entries {
            let line = match part.as_str() {
                "rules" => rule(named, entry),
                "restrictions" => restriction(named, entry),
                _ => None,
            };
            match line {
                Some(line) => lines.push(line),
                None => plain_at(named, part, entry, lines),
            }
        }
    }
}

/// What a rule said; nothing where this program does not know the rule, or what is said of it.
fn rule(named: Named<'_>, entry: &Value) -> Option<Line> {
    let v = named.v;
    let id = entry.get("rule")?.as_str()?;
    let known = named.knowledge.rule_id(id).and_then(|id| named.knowledge.rule(id))?;
    let sure = if entry.get("certain")?.as_bool()? { "readable-certain" } else { "readable-unsure" };
    let does = named.said("rules", "does", entry.get("does")?.as_str()?)?;
    let mut said = vec![does, v.k(&known.say)];
    if entry.get("lifted").and_then(Value::as_bool) == Some(true) {
        said.push(v.t("readable-lifted"));
    }
    let label = v.s(sure, "rule", &named.rule(&known.title, id));
    Some(Line { label, value: v.parts(&said) })
}

/// A limit with its places; nothing where it has another form.
fn restriction(named: Named<'_>, entry: &Value) -> Option<Line> {
    let v = named.v;
    let label = match entry.get("places")? {
        Value::Array(ids) => {
            let ids = ids.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
            let place = |id: &str| named.said("restrictions", "places", id).unwrap_or_else(|| id.to_owned());
            v.parts(&ids.into_iter().map(place).collect::<Vec<_>>())
        }
        Value::String(all) if all == "all" => v.t("readable-everywhere"),
        _ => return None,
    };
    Some(Line { label, value: v.k(entry.get("say")?.as_str()?) })
}
