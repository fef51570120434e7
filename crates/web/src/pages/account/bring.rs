//! What somebody made alone, on a computer of their own, taken into their account: read first, told, and written once they say so.
//!
//! The file lives in the page until that is answered, as a clinic's does; nothing of it is kept that was not taken.

use askama::Template;
use serde_json::Value;
use supple_care::{Answer, QuestionId};
use supple_record::{
    NotWritten,
    brought::{self, Stays},
};
use supple_store::{Event, PERSON_FORMAT as FORMAT, Portable, PortableEvent};

use crate::{
    call::{Call, Reply},
    carried::{self, NotRead},
    frame::{Frame, Trouble},
    pages::{import, next, trouble},
    readable::events_of,
    record::Person,
    voice::Voice,
};

/// Where the file is taken.
pub(crate) const PATH: &str = "/account/bring";
/// The field in which it comes back.
const RECORD: &str = "record";

#[derive(Template)]
#[template(path = "account_bring.html")]
struct Page {
    f: Frame,
    v: Voice,
    megabytes: usize,
    /// How many entries have just been taken.
    taken: Option<usize>,
    found: Option<Found>,
    troubles: Vec<Trouble>,
}

/// What a file comes to.
struct Found {
    /// Whose it is and how long, in a sentence.
    whose: String,
    /// Whether another name stands in it than here.
    other_name: Option<String>,
    other_before: bool,
    /// What would be taken, and what would not.
    takes: Vec<String>,
    answers: Vec<String>,
    stays: Vec<String>,
    leaves: Vec<String>,
    /// The record as it is sent back.
    record: String,
}

/// Asks for a file; after one was taken, says so.
pub(crate) fn show(call: &Call) -> Reply {
    match call.open() {
        Ok(_) => {
            let taken = call.query.split('&').find_map(|part| part.strip_prefix("taken=")?.parse().ok());
            page(call, taken, None, Vec::new())
        }
        Err(reply) => reply,
    }
}

/// Reads a file, or takes what was confirmed.
pub(crate) fn take(call: &Call) -> Reply {
    let read = match (&call.file, call.form.get(RECORD)) {
        (Some(bytes), _) if !bytes.is_empty() => read(call, bytes),
        (_, Some(text)) => read(call, text.as_bytes()),
        _ => Err(call.voice.t("import-no-file")),
    };
    let record = match read {
        Ok(record) => record,
        Err(sentence) => return page(call, None, None, vec![Trouble::new(import::FILE, sentence)]),
    };
    taken(call, record).unwrap_or_else(|reply| reply)
}

/// The file is longer than is read.
pub(crate) fn large(call: &Call) -> Reply {
    let sentence = call.voice.n("bring-large", "megabytes", megabytes());
    let again = page(call, None, None, vec![Trouble::new(import::FILE, sentence)]);
    Reply { status: axum::http::StatusCode::PAYLOAD_TOO_LARGE, ..again }
}

fn megabytes() -> usize {
    supple_interop::chart::MOST_BYTES / (1024 * 1024)
}

fn page(call: &Call, taken: Option<usize>, found: Option<Found>, troubles: Vec<Trouble>) -> Reply {
    let back = if found.is_some() { PATH } else { "/account" };
    let (f, v) = (call.frame("bring-page", Some(back)), call.voice.clone());
    let again = !troubles.is_empty();
    Reply::shown(&Page { f, v, megabytes: megabytes(), taken, found, troubles }, again)
}

/// The record in a file, or why it is none that can be taken.
fn read(call: &Call, bytes: &[u8]) -> Result<Portable, String> {
    let v = &call.voice;
    let record: Portable = carried::read(bytes).map_err(|error| refusal(v, bytes, &error))?;
    if record.format != FORMAT {
        return Err(v.t("bring-other-version"));
    }
    let events = events_of(&record);
    if let Some(at) = brought::after(&events, call.now.at) {
        return Err(v.s("bring-future", "day", &v.date(call.now.date(at.0))));
    }
    match twice(&record.events) {
        true => Err(v.t("bring-twice")),
        false => Ok(record),
    }
}

/// Whether one id stands for two contents.
fn twice(events: &[PortableEvent]) -> bool {
    let mut all: Vec<&PortableEvent> = events.iter().collect();
    all.sort_by_key(|event| event.id);
    let pairs = all.iter().zip(all.iter().skip(1));
    pairs.into_iter().any(|(one, other)| one.id == other.id && one != other)
}

fn refusal(v: &Voice, bytes: &[u8], error: &NotRead) -> String {
    let line = |key: &str, line: usize| v.n(key, "line", line);
    // What it is instead says more than where it stops being what it should be.
    let is = serde_json::from_slice::<Value>(bytes).ok();
    let has = |name: &str| is.as_ref().and_then(|is| is.get(name)).and_then(Value::as_str);
    let format = has("format").unwrap_or_default();
    match error {
        _ if has("resourceType").is_some() => v.t("bring-clinic"),
        _ if format.starts_with("supple-practice") => v.t("bring-practice"),
        _ if format.starts_with("supple-person") && format != FORMAT => v.t("bring-other-version"),
        NotRead::Form { cut: true, .. } | NotRead::Cut => v.t("bring-cut"),
        NotRead::Form { .. } if is.is_some() && format != FORMAT => v.t("bring-none"),
        NotRead::Form { line: at, .. } => line("bring-line", *at),
        NotRead::Problems(_) => v.t("bring-names"),
        NotRead::Twice(at) => line("bring-line-twice", *at),
        NotRead::More(at) => line("bring-line-more", *at),
        NotRead::Number(number) => v.s("bring-number", "number", number),
    }
}

fn taken(call: &Call, record: Portable) -> Result<Reply, Reply> {
    let (open, person) = call.person()?;
    let (open, store) = (open.clone(), &call.house.app.store);
    let own: Vec<Event> = store.events(&open.key).map_err(|_| trouble::read(call))?;
    if own.last().map_or(0, |event| event.seq) != person.record.last_seq {
        // Somebody else wrote in between.
        return Err(trouble::not_written(call, NotWritten::Conflict));
    }
    let events = events_of(&record);
    let all = brought::brought(call.knowledge(), &own, record.person, &events);
    if call.form.get("act") != Some("take") {
        return Ok(page(call, None, Some(found(call, &open.name, record, &events, &all)), Vec::new()));
    }
    if call.form.get("mine") != Some("yes") {
        let needed = vec![Trouble::new("mine", call.voice.t("bring-mine-needed"))];
        return Ok(page(call, None, Some(found(call, &open.name, record, &events, &all)), needed));
    }
    let (count, mentions) = (all.events.len(), all.mentions);
    let on = if count == 0 {
        String::new()
    } else {
        let after = call.write_brought(&open, &person, record.person, all)?;
        next::onward(call, &person, &after)
    };
    // Of what is not taken, too: help comes first.
    let on = if mentions && on != "/emergency" { "/crisis".to_owned() } else { on };
    let at_once = ["/crisis", "/emergency", "/fit"].contains(&on.as_str());
    Ok(Reply::to(if at_once { on } else { format!("{PATH}?taken={count}") }))
}

fn found(call: &Call, here: &str, record: Portable, events: &[Event], all: &brought::Brought) -> Found {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let day = |at: supple_store::UtcMs| v.date(call.now.date(at.0));
    let args = [
        ("name", record.name.as_str().into()),
        ("since", day(record.created_at_ms).into()),
        ("count", i64::try_from(events.len()).unwrap_or(i64::MAX).into()),
    ];
    let counted = |key: &str, count: usize| (count > 0).then(|| v.n(key, "count", count));
    let mut takes: Vec<String> = [
        counted("bring-takes-answers", all.taken.len()),
        all.map.then(|| v.t("bring-takes-map")),
        counted("bring-takes-sessions", all.sessions),
        counted("bring-takes-told", all.told),
    ]
    .into_iter()
    .flatten()
    .collect();
    if takes.is_empty() {
        takes.extend(counted("bring-takes-told", all.events.len()));
    }
    let leaves = [
        all.map_stays.then(|| v.t("bring-leaves-map")),
        counted("bring-leaves-history", all.history_left),
        counted("bring-leaves-agreements", all.agreements_left),
        (!record.bookings.is_empty()).then(|| v.t("bring-leaves-bookings")),
        counted("bring-leaves-unknown", all.unknown_left),
    ];
    let other = record.name.trim().to_lowercase() != here.trim().to_lowercase();
    Found {
        whose: v.with("bring-whose", &args),
        other_name: other.then(|| v.s("bring-other-name", "name", here)),
        other_before: all.other_before,
        answers: all.taken.iter().map(|id| v.short(knowledge, *id)).collect(),
        takes,
        stays: all
            .stays
            .iter()
            .filter_map(|stays| stay(call, *stays))
            .chain(all.texts_stay.iter().filter_map(|stays| typed(call, stays)))
            .collect(),
        leaves: leaves.into_iter().flatten().collect(),
        record: slim(record),
    }
}

/// What was typed otherwise in both.
fn typed(call: &Call, (id, found, given): &(QuestionId, String, String)) -> Option<String> {
    let (v, question) = (&call.voice, call.knowledge().question(*id)?);
    let args = [
        ("question", v.k(&question.short).into()),
        ("given", v.k(given).into()),
        ("found", v.k(found).into()),
        ("why", "other".into()),
    ];
    Some(v.with("bring-stays", &args))
}

fn stay(call: &Call, (id, found, given, why): (QuestionId, Answer, Answer, Stays)) -> Option<String> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let question = knowledge.question(id)?;
    let why = match why {
        Stays::Older => "older",
        Stays::Milder => "milder",
        Stays::Other => "other",
    };
    let args = [
        ("question", v.k(&question.short).into()),
        ("given", v.answer(knowledge, question, given).into()),
        ("found", v.answer(knowledge, question, found).into()),
        ("why", why.into()),
    ];
    Some(v.with("bring-stays", &args))
}

/// The record in one line, without what is not taken whatever is said.
fn slim(record: Portable) -> String {
    let bare = Portable { mail: None, phone: None, bookings: Vec::new(), shut: Vec::new(), ..record };
    // INVARIANT: it was read from JSON.
    serde_json::to_string(&Portable { knowledge: Default::default(), ..bare }).unwrap_or_default()
}

impl Call {
    /// Writes what was brought, with where it comes from.
    fn write_brought(
        &self,
        open: &crate::visit::Open,
        person: &Person,
        from: supple_store::PersonId,
        all: brought::Brought,
    ) -> Result<Person, Reply> {
        let mut events = all.events;
        let origin = brought::origin(from, events.len());
        events.extend(origin.map(|draft| self.now.event(draft.kind, draft.payload, supple_store::Who::Self_)));
        self.write_events(open, person, events).map_err(|trouble| trouble::not_written(self, trouble))
    }
}
