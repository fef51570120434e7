//! A code from the phone: how a session went that was taken along.

use askama::Template;
use serde_json::{Map, Value};
use supple_care::{Cleared, Knowledge, session::When};
use supple_interop::code::{Report, Wrong, read};
use supple_store::{PersonKey, Store, UtcMs};

use super::{
    events::by_short,
    ordered::{Ordered, What},
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    record::{self, Begun, Draft, Now, Person, Records},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "code.html")]
struct Page {
    f: Frame,
    v: Voice,
    typed: String,
    /// Whether a session waits for a code.
    waiting: bool,
    known: bool,
    troubles: Vec<Trouble>,
}

/// Asks for the code.
pub(crate) fn show(call: &Call) -> Reply {
    match call.person() {
        Err(reply) => reply,
        Ok((_, person)) => {
            let waiting = person.record.sessions.iter().any(|begun| begun.saved && !begun.over);
            Reply::ok(&page(call, waiting, false, Vec::new()))
        }
    }
}

fn page(call: &Call, waiting: bool, known: bool, troubles: Vec<Trouble>) -> Page {
    Page {
        f: call.frame("code-page", Some("/record")),
        v: call.voice.clone(),
        typed: call.form.get("code").unwrap_or_default().to_owned(),
        waiting,
        known,
        troubles,
    }
}

/// Takes the code into the record, once.
pub(crate) fn take(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let wrong = |key: &str| {
        let trouble = vec![Trouble::new("code", call.voice.t(key))];
        Reply::again(&page(call, true, false, trouble))
    };
    let report = match read(call.form.get("code").unwrap_or_default()) {
        Ok(report) => report,
        Err(error) => return wrong(sentence(error)),
    };
    let Some(begun) = by_short(&person, &report.session) else { return wrong("code-other") };
    if begun.ended {
        return Reply::ok(&page(call, false, true, Vec::new()));
    }
    match call.write(open, &person, drafts(call.knowledge(), &call.now, &person, begun, &report)) {
        Ok(_) => Reply::to(if report.stopped { "/player/stopped" } else { "/player/ended" }),
        Err(reply) => reply,
    }
}

/// The sentence that says what is wrong with a code.
fn sentence(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Letter(_) => "code-letter",
        Wrong::Length => "code-length",
        Wrong::Checksum | Wrong::Range => "code-checksum",
        Wrong::Version(_) => "code-version",
    }
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It stands in the record now.
    Now,
    /// How that session went stood in the record before: nothing was added.
    Before,
    /// No session of this record has it.
    Elsewhere,
}

/// A code that could not be taken into a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCode {
    /// It is none; the key of the sentence that says why.
    Wrong(&'static str),
    /// The record cannot be read or written.
    Record,
}

/// Takes a code into the record of the key's person, once: `now` is the present moment in the zone of the household.
///
/// # Errors
/// [`NoCode`] with the reason.
pub fn take_code(
    knowledge: &Knowledge,
    store: &Store,
    key: &PersonKey,
    now: &jiff::Zoned,
    code: &str,
) -> Result<Taken, NoCode> {
    let report = read(code).map_err(|wrong| NoCode::Wrong(sentence(wrong)))?;
    let now = Now::of(now);
    let records = Records { store, kept: None };
    let person = Person::read(knowledge, records, key, &now, &[]).map_err(|_| NoCode::Record)?;
    let Some(begun) = by_short(&person, &report.session) else { return Ok(Taken::Elsewhere) };
    if begun.ended {
        return Ok(Taken::Before);
    }
    let drafts = drafts(knowledge, &now, &person, begun, &report);
    person.write(knowledge, records, key, &now, None, drafts).map(|_| Taken::Now).map_err(|_| NoCode::Record)
}

/// The events that a report comes to: what stop rules said, whether it was stopped, and how it ended. Their ids follow from
/// the session, so that the same code gives the same events.
fn drafts(knowledge: &Knowledge, now: &Now, person: &Person, begun: &Begun, report: &Report) -> Vec<Draft> {
    let session = begun.id.to_string();
    let start = begun.at.0 + i64::from(report.begun_after_min) * 60_000;
    let at = |minute: u8| UtcMs((start + i64::from(minute) * 60_000).clamp(begun.at.0.min(now.at.0), now.at.0));
    let mut drafts = Vec::new();
    // What the phone has sent itself since is not said twice.
    let mut sent = begun.signs.clone();
    for ((rule, minute), number) in report.notes.iter().zip(0u8..) {
        if let Some(at) = sent.iter().position(|known| known == rule) {
            sent.remove(at);
            continue;
        }
        let payload = serde_json::json!({
            "session": session, "second": u32::from(*minute) * 60, "step": null, "discomfort": null, "signs": [rule],
            "did": null, "rule": rule, "from": record::CODE,
        });
        drafts
            .push(Draft { from: Some((derived(begun, number), at(*minute))), ..Draft::now(record::CHECKED, payload) });
    }
    let scores = |when: When, scores: &[Option<u8>; 3]| {
        let asks = knowledge.session.asks.iter().filter(move |ask| ask.when == when);
        let given = asks.zip(scores).filter_map(|(ask, score)| Some((ask.id.clone(), Value::from((*score)?))));
        given.collect::<Map<String, Value>>()
    };
    let mut said = scores(When::After, &report.after);
    said.extend(scores(When::Before, &report.before));
    let signs = knowledge.session.asks.iter().find(|ask| ask.id == record::SIGNS);
    if let (Some(ask), Some(sign)) = (signs, report.sign) {
        said.insert(ask.id.clone(), sign.into());
    }
    let [before, ..] = report.before;
    if report.stopped && !begun.over {
        let stopped =
            Draft { from: Some((derived(begun, 30), at(report.played_min))), ..record::session_stopped(&session, 0) };
        drafts.push(stopped);
    }
    let mut ended = record::session_ended(&session, begun.before.or(before), said);
    if let Some(payload) = ended.payload.as_object_mut() {
        payload.insert("from".to_owned(), record::CODE.into());
        // The code says whole minutes; how long it would have been follows from what was asked for.
        payload.insert("played_s".to_owned(), (u32::from(report.played_min) * 60).into());
        payload.insert("of_s".to_owned(), seconds(knowledge, person, begun).into());
    }
    drafts.push(Draft { from: Some((derived(begun, 31), at(report.played_min))), ..ended });
    drafts
}

/// How long a session would have been; nothing where it cannot be composed any more.
fn seconds(knowledge: &Knowledge, person: &Person, begun: &Begun) -> Option<u32> {
    let order = Ordered::read(&begun.order);
    if order.what == What::Breathe {
        return order.breathing(knowledge).ok().map(|timeline| timeline.seconds());
    }
    let (sheet, _) = person.record.sheet(knowledge, begun.on);
    let cleared = Cleared::of(knowledge, &sheet, person.id).ok()?;
    let history = person.record.history_before(knowledge, begun);
    let timeline = order.compose(knowledge, &cleared, &sheet, person.id, begun.on, &history);
    timeline.ok().map(|timeline| timeline.seconds())
}

/// An id that follows from the session's and a number below 64: its last bits are turned.
fn derived(begun: &Begun, number: u8) -> uuid::Uuid {
    let mut bytes = *begun.id.as_bytes();
    if let Some(byte) = bytes.get_mut(9) {
        *byte ^= number.wrapping_add(1);
    }
    uuid::Uuid::from_bytes(bytes)
}
