//! Creating and changing: one resource, or a bundle of them; the operations that find, hold and book a time.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};
use supple_practice::book::{Act as Happens, HOLD, State};
use supple_practice::policy::Because;

use super::{
    super::{
        answer::{self, Refused, Stated},
        search::Query,
        served::{Interaction, Kind, Whose},
    },
    Sent,
    clients::Book,
    enter::{self, Form},
    gate::Door,
    read, reserve, times,
};
use crate::{
    access::{Act, Right},
    desk::Entry,
};

const TYPE: Refused = Refused::new(StatusCode::BAD_REQUEST, "invalid", "fhir-type");
const MATCH: Refused = Refused::new(StatusCode::PRECONDITION_FAILED, "conflict", "fhir-match");
const SEVERAL: Refused = Refused::new(StatusCode::PRECONDITION_FAILED, "multiple-matches", "fhir-several");
const MIXED: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "not-supported", "fhir-mixed");
const BUNDLE: Refused = Refused::new(StatusCode::BAD_REQUEST, "invalid", "fhir-bundle");
const PARAMETERS: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "required", "fhir-parameters");
const NEEDS: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "required", "fhir-needs");
/// Most entries of a bundle.
const MOST: usize = 100;
/// Most times that are proposed.
const PROPOSED: usize = 50;

/// A change that was read, and is ready to be kept.
enum Change {
    Form(Box<Form>),
    Booking(Box<Entry>),
    /// It is there already, under this id.
    There(String),
}

/// What is to be changed.
struct Wish<'v> {
    kind: &'static Kind,
    /// The id of what is updated; nothing for something new.
    id: Option<&'v str>,
    body: &'v Value,
    if_match: Option<&'v str>,
    if_none_exist: Option<&'v str>,
}

/// Answers what writes.
///
/// # Errors
/// What cannot be done, with everything that is wrong.
pub(super) fn answer(door: &Door, kind: &'static Kind, sent: &Sent, body: &Value) -> Result<Response, Stated> {
    let steps: Vec<&str> = sent.steps.iter().map(String::as_str).collect();
    let header = |name: &str| sent.headers.get(name).and_then(|value| value.to_str().ok());
    let id = match (sent.is_put, steps.as_slice()) {
        (false, [_, operation]) if kind.name == "Appointment" && operation.starts_with('$') => {
            return Ok(answer::resource(StatusCode::OK, &operate(door, operation, None, body)?));
        }
        (false, [_, id, operation]) if kind.name == "Appointment" && operation.starts_with('$') => {
            return Ok(answer::resource(StatusCode::OK, &operate(door, operation, Some(id), body)?));
        }
        (false, [_]) if kind.does(Interaction::Create) => None,
        (true, [_, id]) if kind.does(Interaction::Update) => Some(*id),
        _ => return Err(Refused::UNSUPPORTED.into()),
    };
    let wish = Wish { kind, id, body, if_match: header("if-match"), if_none_exist: header("if-none-exist") };
    let book = Book::open(door)?;
    let change = prepared(door, &book, &wish)?;
    let status = match (&change, id) {
        (Change::There(_), _) | (_, Some(_)) => StatusCode::OK,
        _ => StatusCode::CREATED,
    };
    kept(door, &book, std::slice::from_ref(&change))?;
    let found = result(door, kind, &change)?;
    Ok(said(door, status, &found, &sent.headers))
}

/// Reads a change, and everything that is wrong with it.
fn prepared(door: &Door, book: &Book, wish: &Wish<'_>) -> Result<Change, Stated> {
    if wish.body.get("resourceType").and_then(Value::as_str) != Some(wish.kind.name) {
        return Err(TYPE.naming(wish.kind.name).at("resourceType").into());
    }
    if has_modifier(wish.body) {
        return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "extension", "fhir-modifier")
            .at("modifierExtension")
            .into());
    }
    if let Some(query) = wish.if_none_exist {
        let query = query.split_once('?').map_or(query, |(_, query)| query);
        let found = read::found(door, &Query::read(wish.kind, query, true)?)?;
        match found.as_slice() {
            [] => {}
            [one] => return Ok(Change::There(one.get("id").and_then(Value::as_str).unwrap_or_default().to_owned())),
            _ => return Err(SEVERAL.into()),
        }
    }
    if let (Some(id), Some(wanted)) = (wish.id, wish.if_match) {
        let entry = reserve::known(book, id)?;
        let now = times::appointment(door, entry);
        let version = now.pointer("/meta/versionId").and_then(Value::as_str).unwrap_or_default();
        let is = |tag: &str| tag.trim().trim_start_matches("W/").trim_matches('"') == version;
        if !wanted.split(',').any(|tag| tag.trim() == "*" || is(tag)) {
            return Err(MATCH.into());
        }
    }
    match (wish.kind.name, wish.id) {
        ("QuestionnaireResponse", None) => Ok(Change::Form(Box::new(enter::read(door, book, wish.body)?))),
        ("Appointment", None) => Ok(Change::Booking(Box::new(reserve::create(door, book, wish.body)?))),
        ("Appointment", Some(id)) => Ok(Change::Booking(Box::new(reserve::update(door, book, id, wish.body)?))),
        ("AppointmentResponse", None) => Ok(Change::Booking(Box::new(reserve::respond(door, book, wish.body)?))),
        _ => Err(Refused::UNSUPPORTED.into()),
    }
}

/// Whether something stands in it that may turn what it says into its opposite.
fn has_modifier(body: &Value) -> bool {
    body.get("modifierExtension").is_some() || body.get("implicitRules").is_some()
}

/// Keeps changes, all or none: one form, or bookings of the practice.
fn kept(door: &Door, book: &Book, changes: &[Change]) -> Result<(), Refused> {
    let mut bookings: Vec<Entry> = Vec::new();
    let mut forms: Vec<&Form> = Vec::new();
    for change in changes {
        match change {
            Change::Form(form) => forms.push(form),
            Change::Booking(entry) => bookings.push(Entry::clone(entry)),
            Change::There(_) => {}
        }
    }
    let meets = |one: &Entry, other: &Entry| {
        one.it.booking.client == other.it.booking.client && one.it.booking.hands.meets(other.it.booking.hands)
    };
    let twice =
        bookings.iter().zip(0usize..).any(|(one, at)| bookings.iter().skip(at + 1).any(|other| meets(one, other)));
    match (forms.as_slice(), bookings.is_empty()) {
        ([], true) => Ok(()),
        ([], false) if twice => Err(Refused::new(StatusCode::CONFLICT, "conflict", "fhir-taken")),
        ([], false) => reserve::keep(door, &bookings),
        ([form], true) => enter::keep(door, book, form),
        _ => Err(MIXED),
    }
}

/// What a change came to, as it is read from now on.
fn result(door: &Door, kind: &'static Kind, change: &Change) -> Result<Value, Refused> {
    let id = match change {
        Change::Form(form) => form.id.clone(),
        Change::Booking(entry) if kind.name == "AppointmentResponse" => times::response_id(entry.id),
        Change::Booking(entry) => entry.id.to_string(),
        Change::There(id) => id.clone(),
    };
    read::resource(door, &Book::open(door)?, kind, &id)
}

fn location(door: &Door, found: &Value) -> (String, String) {
    let text = |at: &str| found.pointer(at).and_then(Value::as_str).unwrap_or_default();
    let (kind, id, version) = (text("/resourceType"), text("/id"), text("/meta/versionId"));
    (format!("{}/fhir/{kind}/{id}/_history/{version}", door.base), format!("W/\"{version}\""))
}

/// The answer to a change, as much of it as is preferred.
fn said(door: &Door, status: StatusCode, found: &Value, headers: &HeaderMap) -> Response {
    let prefer = headers.get("prefer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = if prefer.contains("return=minimal") {
        answer::empty(status)
    } else if prefer.contains("return=OperationOutcome") {
        let said = door.call.voice.t("fhir-kept");
        answer::resource(status, &answer::outcome(&[answer::issue("information", "informational", &said, None)]))
    } else {
        answer::resource(status, found)
    };
    let (location, tag) = location(door, found);
    for (name, value) in [(header::LOCATION, location), (header::ETAG, tag)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A batch or a transaction.
///
/// # Errors
/// What is no bundle; for a transaction whatever is wrong with any entry: then nothing is kept.
pub(super) fn bundle(door: &Door, body: &Value) -> Result<Response, Stated> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let entries: Vec<&Value> = body.get("entry").and_then(Value::as_array).into_iter().flatten().collect();
    let together = match text("type") {
        _ if text("resourceType") != Some("Bundle") || entries.len() > MOST => return Err(BUNDLE.at("Bundle").into()),
        Some("transaction") => true,
        Some("batch") => false,
        _ => return Err(BUNDLE.at("Bundle.type").into()),
    };
    let said = if together { transaction(door, &entries)? } else { batch(door, &entries) };
    let kind = if together { "transaction-response" } else { "batch-response" };
    let mut bundle = json!({ "resourceType": "Bundle", "type": kind });
    if let (false, Value::Object(fields)) = (said.is_empty(), &mut bundle) {
        fields.insert("entry".to_owned(), Value::Array(said));
    }
    Ok(answer::resource(StatusCode::OK, &bundle))
}

/// One entry of a bundle: it reads, or it changes something.
enum Asked<'v> {
    Read(String),
    Write(Wish<'v>),
}

fn asked(entry: &Value, at: usize) -> Result<Asked<'_>, Refused> {
    let text = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str);
    let wrong = || BUNDLE.at(format!("Bundle.entry[{at}].request"));
    let url = text("/request/url").ok_or_else(wrong)?;
    let path = url.split('?').next().unwrap_or_default().trim_start_matches('/');
    let steps: Vec<&str> = path.split('/').collect();
    let kind = || steps.first().and_then(|name| Kind::of(name)).ok_or_else(wrong);
    let body = || entry.get("resource").ok_or_else(wrong);
    let wish = |id| {
        Ok(Asked::Write(Wish {
            kind: kind()?,
            id,
            body: body()?,
            if_match: text("/request/ifMatch"),
            if_none_exist: text("/request/ifNoneExist"),
        }))
    };
    match (text("/request/method"), steps.as_slice()) {
        (Some("GET"), _) => Ok(Asked::Read(url.trim_start_matches('/').to_owned())),
        (Some("POST"), [_]) if kind()?.does(Interaction::Create) => wish(None),
        (Some("PUT"), [_, id]) if kind()?.does(Interaction::Update) => wish(Some(id)),
        _ => Err(wrong()),
    }
}

/// Reads by an address relative to the base.
fn got(door: &Door, url: &str) -> Result<Value, Refused> {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let steps: Vec<&str> = path.split('/').collect();
    let kind = steps.first().and_then(|name| Kind::of(name)).filter(|kind| kind.whose != Whose::Everybodys);
    let kind = kind.ok_or(Refused::UNSUPPORTED)?;
    match steps.as_slice() {
        [_] if kind.does(Interaction::Search) => read::searched(door, &Query::read(kind, query, false)?),
        [_, id] => read::resource(door, &Book::open(door)?, kind, id),
        _ => Err(Refused::UNSUPPORTED),
    }
}

fn line(door: &Door, status: StatusCode, found: &Value) -> Value {
    let (location, tag) = location(door, found);
    let status = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
    if found.get("resourceType").and_then(Value::as_str) == Some("Bundle") {
        return json!({ "resource": found, "response": { "status": status } });
    }
    json!({ "resource": found, "response": { "status": status, "location": location, "etag": tag } })
}

/// Everything or nothing: each entry is read first, then all changes are kept at once.
fn transaction(door: &Door, entries: &[&Value]) -> Result<Vec<Value>, Stated> {
    let book = Book::open(door)?;
    let mut reads: Vec<(usize, String)> = Vec::new();
    let mut writes: Vec<(usize, &'static Kind, bool, Change)> = Vec::new();
    for (entry, at) in entries.iter().zip(0usize..) {
        match asked(entry, at)? {
            Asked::Read(url) => reads.push((at, url)),
            Asked::Write(wish) => {
                let change = prepared(door, &book, &wish).map_err(|stated| stated.within(at))?;
                writes.push((at, wish.kind, wish.id.is_some(), change));
            }
        }
    }
    // What cannot be read is found before anything is kept.
    for (_, url) in &reads {
        got(door, url)?;
    }
    let changes: Vec<Change> = {
        let mut all = Vec::new();
        for (.., change) in &mut writes {
            all.push(std::mem::replace(change, Change::There(String::new())));
        }
        all
    };
    kept(door, &book, &changes)?;
    let mut said: Vec<(usize, Value)> = Vec::new();
    for ((at, kind, is_update, _), change) in writes.iter().zip(&changes) {
        let there = *is_update || matches!(change, Change::There(_));
        let status = if there { StatusCode::OK } else { StatusCode::CREATED };
        said.push((*at, line(door, status, &result(door, kind, change)?)));
    }
    for (at, url) in reads {
        said.push((at, line(door, StatusCode::OK, &got(door, &url)?)));
    }
    said.sort_by_key(|(at, _)| *at);
    Ok(said.into_iter().map(|(_, line)| line).collect())
}

/// Each for itself: what is wrong with one keeps no other away.
fn batch(door: &Door, entries: &[&Value]) -> Vec<Value> {
    let one = |entry: &Value, at: usize| -> Result<Value, Stated> {
        match asked(entry, at)? {
            Asked::Read(url) => Ok(line(door, StatusCode::OK, &got(door, &url)?)),
            Asked::Write(wish) => {
                let book = Book::open(door)?;
                let change = prepared(door, &book, &wish)?;
                kept(door, &book, std::slice::from_ref(&change))?;
                let there = wish.id.is_some() || matches!(change, Change::There(_));
                let status = if there { StatusCode::OK } else { StatusCode::CREATED };
                Ok(line(door, status, &result(door, wish.kind, &change)?))
            }
        }
    };
    let lines = entries.iter().zip(0usize..).map(|(entry, at)| {
        one(entry, at).unwrap_or_else(|stated| {
            let (status, outcome) = stated.told(&door.call.voice);
            let status = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
            json!({ "response": { "status": status, "outcome": outcome } })
        })
    });
    lines.collect()
}

/// A parameter of an operation: a text, or a resource.
fn parameter<'v>(body: &'v Value, name: &str) -> Option<&'v Value> {
    let all = body.get("parameter").and_then(Value::as_array).into_iter().flatten();
    all.filter(|one| one.get("name").and_then(Value::as_str) == Some(name)).find_map(|one| {
        let fields = one.as_object()?;
        fields.get("resource").or_else(|| fields.iter().find(|(name, _)| name.starts_with("value")).map(|(_, it)| it))
    })
}

/// `$find`, `$hold` and `$book`, as Argonaut's scheduling guide has them.
fn operate(door: &Door, operation: &str, id: Option<&str>, body: &Value) -> Result<Value, Refused> {
    if body.get("resourceType").and_then(Value::as_str) != Some("Parameters") {
        return Err(PARAMETERS);
    }
    let book = Book::open(door)?;
    let text = |name: &str| parameter(body, name).and_then(|one| one.get("reference").unwrap_or(one).as_str());
    match (operation, id) {
        ("$find", None) => find(door, &text),
        ("$hold" | "$book", _) => {
            let resource = parameter(body, "appt-resource");
            let named = id.or_else(|| text("appt-id"));
            let named = named.or_else(|| resource?.get("id").and_then(Value::as_str));
            let named = named.ok_or(NEEDS.naming("appt-id, appt-resource"))?;
            let named = named.rsplit('/').next().unwrap_or(named);
            let held = State::Held { until_ms: door.now().0 + i64::from(HOLD.0) * 60_000 };
            let state = if operation == "$book" { State::Booked } else { held };
            let mut all: Vec<Entry> = Vec::new();
            if let Some(cancelled) = text("cancelled-appt-id") {
                let entry = reserve::known(&book, cancelled.rsplit('/').next().unwrap_or(cancelled))?;
                reserve::may_change(door, &book, entry)?;
                all.push(reserve::after(door, entry, Happens::Cancel(Because::Client))?);
            }
            let entry = if let Ok(entry) = reserve::known(&book, named) {
                reserve::may_change(door, &book, entry)?;
                if operation == "$book" { reserve::after(door, entry, Happens::Confirm)? } else { entry.clone() }
            } else {
                let who = text("patient-id").ok_or(NEEDS.naming("patient-id"))?;
                let client = book.client(who.rsplit('/').next().unwrap_or(who)).ok_or(Refused::NOT_FOUND)?;
                door.may(Act::Reserve, "Appointment", Right::Create, Some(client))?;
                reserve::new(door, client, named, state)?
            };
            all.push(entry.clone());
            reserve::keep(door, &all)?;
            let kind = Kind::of("Appointment").ok_or(Refused::UNSUPPORTED)?;
            let found = read::resource(door, &Book::open(door)?, kind, &entry.id.to_string())?;
            Ok(collected(door, vec![found]))
        }
        _ => Err(Refused::UNSUPPORTED),
    }
}

fn collected(door: &Door, all: Vec<Value>) -> Value {
    let entry = |one: Value| {
        let id = one.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        json!({ "fullUrl": format!("{}/fhir/Appointment/{id}", door.base), "resource": one, "search": { "mode": "match" } })
    };
    let total = all.len();
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "total": total });
    if let (true, Value::Object(fields)) = (total > 0, &mut bundle) {
        fields.insert("entry".to_owned(), all.into_iter().map(entry).collect());
    }
    bundle
}

/// Free times as proposed appointments, the earliest first.
fn find<'v>(door: &Door, text: &dyn Fn(&str) -> Option<&'v str>) -> Result<Value, Refused> {
    let (start, end) = (text("start").ok_or(NEEDS.naming("start"))?, text("end").ok_or(NEEDS.naming("end"))?);
    let kind = Kind::of("Slot").ok_or(Refused::UNSUPPORTED)?;
    door.may(Act::Times, kind.name, Right::Search, None)?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("start", &format!("ge{start}")).append_pair("start", &format!("lt{end}"));
    query.append_pair("status", "free");
    let query = Query::read(kind, &query.finish(), true)?;
    let wished = text("practitioner").map(|id| id.rsplit('/').next().unwrap_or(id).to_owned());
    let service = text("visit-type").map(|id| id.rsplit(['/', '|']).next().unwrap_or(id).to_owned());
    let mut all = Vec::new();
    for slot in times::all(door, &Book::open(door)?, kind.name)?.iter().filter(|slot| query.fits(slot)) {
        let Some(id) = slot.get("id").and_then(Value::as_str) else { continue };
        let Some((therapist, of, _)) = times::slot_of(door, id) else { continue };
        let other = wished.as_ref().is_some_and(|wished| therapist.id.to_string() != *wished)
            || service.as_ref().is_some_and(|wished| of.id.to_string() != *wished);
        if !other && all.len() < PROPOSED {
            all.push(times::proposed(slot, therapist, of));
        }
    }
    door.noted("program-read", "Appointment/$find", None)?;
    Ok(collected(door, all))
}
