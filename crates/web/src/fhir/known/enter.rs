//! A form that was filled in elsewhere, into the record of its person: read by the same rules as any other, with the decision
//! that follows from it.

use axum::http::StatusCode;
use serde_json::Value;
use supple_care::{Answer, QuestionId, Sheet, pain::MapState};
use supple_interop::{answers::Request, fhir};
use supple_store::UtcMs;
use uuid::Uuid;

use super::{
    super::answer::{Refused, Stated, problems},
    chart::Chart,
    clients::Book,
    gate::{AWAY, Door},
};
use crate::{
    access::{Act, Right},
    desk::fresh_id,
    record::{self, Draft, Marked, NotWritten, Proxy},
};

const KIND: &str = "QuestionnaireResponse";
const SUBJECT: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "not-found", "fhir-subject-unknown");
const SHUT: Refused = Refused::new(StatusCode::FORBIDDEN, "suppressed", "fhir-pin");
const NOTHING: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "business-rule", "fhir-nothing-new");
const CLASH: Refused = Refused::new(StatusCode::CONFLICT, "conflict", "fhir-clash");

/// A form that was read, and is ready to be kept.
pub(super) struct Form {
    pub(super) client: Uuid,
    drafts: Vec<Draft>,
    proxy: Option<Proxy>,
    /// The id under which it is found again.
    pub(super) id: String,
}

/// Reads a form for one of the practice's clients.
///
/// # Errors
/// Every problem in it; a client who is none, or has not agreed.
pub(super) fn read(door: &Door, book: &Book, body: &Value) -> Result<Form, Stated> {
    let subject = body.pointer("/subject/reference").and_then(Value::as_str).unwrap_or_default();
    let id = subject.rsplit_once("Patient/").map_or("", |(_, id)| id);
    let client = book.client(id).ok_or(SUBJECT.at("QuestionnaireResponse.subject"))?;
    door.may(Act::Enter, KIND, Right::Create, Some(client))?;
    let chart = Chart::open(door, book, client).ok_or(SHUT)?;
    let (knowledge, now) = (chart.call.knowledge(), &chart.call.now);
    let request = fhir::read_value(knowledge, body, now.today)
        .map_err(|found| Stated::new(StatusCode::UNPROCESSABLE_ENTITY, problems(&door.call.voice, &found)))?;
    let at = authored(body, &request, now.at, now.today);
    let drafts = drafts(&chart, &request, at, at == now.at);
    if drafts.is_empty() {
        return Err(NOTHING.into());
    }
    let day = if at == now.at { now.today } else { now.date(at.0) };
    let id = chart.own(format_args!("q{}", day.0));
    Ok(Form { client: client.id, drafts, proxy: proxy(door, body, &request, subject), id })
}

/// When the form was filled in: now, for one of today without a time; else at the moment, or on the day, that it says.
fn authored(body: &Value, request: &Request, now: UtcMs, today: supple_care::Day) -> UtcMs {
    let said = body.get("authored").and_then(Value::as_str).unwrap_or_default();
    let exact = said.parse::<jiff::Timestamp>().ok().map(|at| UtcMs(at.as_millisecond()));
    match exact {
        Some(at) => at.min(now),
        None if request.answered == today => now,
        // Noon: on that day wherever the house is.
        None => UtcMs(i64::from(request.answered.0) * 86_400_000 + 43_200_000),
    }
}

/// Who answered, where it was not the person.
fn proxy(door: &Door, body: &Value, request: &Request, subject: &str) -> Option<Proxy> {
    let by = |name: &str| body.pointer(&format!("/{name}/reference")).and_then(Value::as_str);
    let other = by("source").is_some_and(|source| source != subject);
    let name = body.pointer("/source/display").and_then(Value::as_str).map(|name| name.chars().take(120).collect());
    (request.sheet.proxy || other).then(|| Proxy {
        name: name.unwrap_or_else(|| door.call.voice.t("fhir-proxied")),
        relation: door.name().to_owned(),
    })
}

/// What of the form is newer than what the record says: nothing that was told later is taken back by it.
fn drafts(chart: &Chart<'_>, request: &Request, at: UtcMs, is_now: bool) -> Vec<Draft> {
    let (knowledge, record) = (chart.call.knowledge(), &chart.person.record);
    let later = |seq: u64| !is_now && chart.at(seq).is_some_and(|told| told > at);
    let fresh = |id: &QuestionId| !record.answers.get(id).is_some_and(|given| later(given.seq));
    let sheet = &request.sheet;
    let mut drafts = Vec::new();
    for (page, index) in knowledge.pages.iter().zip(0usize..) {
        let asked = knowledge.questions.iter().zip((0u16..).map(QuestionId));
        let here = asked.filter(|(question, id)| question.page == index && fresh(id)).map(|(_, id)| id);
        let here: Vec<QuestionId> = here.collect();
        let given: Vec<(QuestionId, Answer)> =
            here.iter().map(|id| (*id, sheet.get(*id))).filter(|(_, answer)| *answer != Answer::NotAsked).collect();
        let texts: Vec<(QuestionId, String)> =
            request.texts.iter().filter(|(id, _)| here.contains(id)).cloned().collect();
        if !given.is_empty() || !texts.is_empty() {
            drafts.push(record::answers(knowledge, &page.id, &given, &texts, None));
        }
    }
    if sheet.pain.state != MapState::NotAsked && !record.map.as_ref().is_some_and(|map| later(map.seq)) {
        let map = record::map_value(knowledge, sheet.pain.state, &marks(sheet));
        drafts.push(record::answers(knowledge, "map", &[], &[], Some(map)));
    }
    if !is_now {
        drafts.iter_mut().for_each(|draft| draft.from = Some((fresh_id(&chart.call), at)));
    }
    drafts
}

/// The marks of the map, as they are kept.
fn marks(sheet: &Sheet) -> Vec<Marked> {
    let qualities = |numb: bool| if numb { vec!["numb".to_owned()] } else { Vec::new() };
    let marks = sheet.pain.marks.iter();
    marks.map(|mark| Marked { mark: mark.clone(), qualities: qualities(mark.numb), depth: None }).collect()
}

/// So often a form is tried again while its person writes too.
const TRIES: usize = 5;

/// Keeps it, together with the decision that follows.
///
/// # Errors
/// When the record cannot be written.
pub(super) fn keep(door: &Door, book: &Book, form: &Form) -> Result<(), Refused> {
    let client = book.clients.get(&form.client).ok_or(AWAY)?;
    door.noted("program-added", KIND, Some(client.id))?;
    door.looked(client.id, crate::account::ADDED, KIND)?;
    for _ in 0..TRIES {
        let mut chart = Chart::open(door, book, client).ok_or(AWAY)?;
        if let Some(open) = chart.call.visit.open.as_mut() {
            open.proxy.clone_from(&form.proxy);
        }
        let open = chart.call.open().map_err(|_| AWAY)?;
        match chart.call.try_write(open, &chart.person, form.drafts.clone()) {
            Ok(_) => return Ok(()),
            Err(NotWritten::Conflict) => {}
            Err(_) => return Err(AWAY),
        }
    }
    Err(CLASH)
}
