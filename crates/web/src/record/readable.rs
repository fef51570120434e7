//! A record as one page that can be read, printed and kept without Supple.

use std::sync::Arc;

use askama::Template;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;
use supple_care::{Disposition, Knowledge};
use supple_interop::{answers as format, dates};
use supple_store::{Portable, PortableEvent, UtcMs, Who, clock_set_back};
use supple_words::Words;

use super::kinds;
use crate::voice::Voice;

#[derive(Template)]
#[template(path = "readable.html")]
struct Page {
    v: Voice,
    name: String,
    printed: String,
    count: usize,
    entries: Vec<Entry>,
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
struct Line {
    label: String,
    value: String,
}

/// The page, as one file without anything beside it.
#[must_use]
pub fn readable(knowledge: &Knowledge, words: Arc<Words>, record: &Portable, printed: UtcMs) -> String {
    let v = Voice::new(words);
    let back = clock_set_back(record.events.iter().map(|event| event.at_ms));
    let entries = record.events.iter().zip(back).zip(1..);
    let page = Page {
        name: record.name.clone(),
        printed: moment(&v, printed, "UTC"),
        count: record.events.len(),
        entries: entries.map(|((event, back), seq)| entry(knowledge, &v, event, back, seq)).collect(),
        v,
    };
    // INVARIANT: the template only reads fields; rendering into memory does not fail.
    page.render().unwrap_or_default()
}

/// The moment as it was on the clock where it happened.
fn moment(v: &Voice, at: UtcMs, zone: &str) -> String {
    let known = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = Timestamp::from_millisecond(at.0).unwrap_or_default().to_zoned(known);
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    let date = v.date(dates::day(local.date()));
    v.with("readable-moment", &[("date", date.into()), ("time", time.into()), ("zone", zone.into())])
}

fn entry(knowledge: &Knowledge, v: &Voice, event: &PortableEvent, back: bool, seq: usize) -> Entry {
    let known = event.version == 1;
    let title = match event.kind.as_str() {
        kinds::ANSWERS if known => {
            let page = event.payload.get("page").and_then(Value::as_str).unwrap_or_default();
            let title = knowledge.pages.iter().find(|known| known.id == page).map(|known| v.k(&known.title));
            Some(title.map_or_else(|| v.t("readable-answers"), |page| v.s("record-answers", "page", &page)))
        }
        kinds::AGREEMENT if known => Some(v.t("record-agreement")),
        kinds::DECISION if known => {
            let reached = event.payload.get("disposition").and_then(Value::as_str).and_then(Disposition::from_id);
            reached.map(|disposition| v.s("record-decision", "disposition", &v.disposition(disposition)))
        }
        kinds::STARTED if known => Some(v.t("record-session-started")),
        kinds::STOPPED if known => Some(v.t("record-session-stopped")),
        kinds::ENDED if known => Some(v.t("readable-session-ended")),
        kinds::DOOR if known => {
            let door = event.payload.get("door").and_then(Value::as_str).unwrap_or_default();
            let known = crate::pages::start::DOORS.contains(&door);
            Some(if known { v.s("record-door", "door", &v.t(&format!("door-{door}"))) } else { v.t("readable-door") })
        }
        kinds::COUNTRY if known => Some(v.t("readable-country")),
        kinds::RESCREEN if known => Some(v.t("record-rescreen")),
        _ => None,
    };
    let mut lines = Vec::new();
    match (event.kind.as_str(), &title) {
        (kinds::ANSWERS, Some(_)) => answers(knowledge, v, &event.payload, &mut lines),
        (kinds::DECISION, Some(_)) => decision(knowledge, v, &event.payload, &mut lines),
        _ => plain(v, "", &event.payload, &mut lines),
    }
    Entry {
        seq,
        when: moment(v, event.at_ms, &event.zone),
        kind: title.is_none().then(|| format!("{} {}", event.kind, event.version)),
        what: title.unwrap_or_else(|| v.t("record-other")),
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
            plain(v, part, values, lines);
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
                plain(v, part, entry, lines);
            }
        }
        if !value.is_array() {
            plain(v, part, value, lines);
        }
    }
}

/// Everything in a payload, named by its path: nothing is left out because nobody knows what it means.
fn plain(v: &Voice, path: &str, value: &Value, lines: &mut Vec<Line>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path} · {name}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| plain(v, &below(name), field, lines)),
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            items.iter().zip(1..).for_each(|(item, nth)| plain(v, &below(&nth.to_string()), item, lines));
        }
        Value::Array(items) => {
            let all: Vec<String> = items.iter().map(|item| scalar(v, item)).collect();
            lines.push(Line { label: path.to_owned(), value: all.join(", ") });
        }
        other => lines.push(Line { label: path.to_owned(), value: scalar(v, other) }),
    }
}

fn scalar(v: &Voice, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => v.t("readable-nothing"),
        Value::Bool(true) => v.t("answer-yes"),
        Value::Bool(false) => v.t("answer-no"),
        other => other.to_string(),
    }
}
