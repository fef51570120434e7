//! Creating and changing: one resource, or a bundle of them.

use std::collections::BTreeSet;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};
use supple_store::Shelf;

use super::{
    super::{
        answer::{self, Refused, Stated},
        served::{Interaction, Kind, Whose},
    },
    Sent,
    came::{Key, by_key},
    clients::Book,
    enter::{self, Form},
    gate::Door,
    read, reserve, schedule, times,
};
use crate::{access::Right, desk::Entry, mail::Done};

const TYPE: Refused = Refused::new(StatusCode::BAD_REQUEST, "invalid", "fhir-type");
const MATCH: Refused = Refused::new(StatusCode::PRECONDITION_FAILED, "conflict", "fhir-match");
const SEVERAL: Refused = Refused::new(StatusCode::PRECONDITION_FAILED, "multiple-matches", "fhir-several");
const MIXED: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "not-supported", "fhir-mixed");
const BUNDLE: Refused = Refused::new(StatusCode::BAD_REQUEST, "invalid", "fhir-bundle");
/// Most entries of a bundle.
const MOST: usize = 100;

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
            let key = key(door, sent, body)?;
            return Ok(answer::resource(
                StatusCode::OK,
                &schedule::operate(door, operation, None, body, key.as_ref())?,
            ));
        }
        (false, [_, id, operation]) if kind.name == "Appointment" && operation.starts_with('$') => {
            let key = key(door, sent, body)?;
            return Ok(answer::resource(
                StatusCode::OK,
                &schedule::operate(door, operation, Some(id), body, key.as_ref())?,
            ));
        }
        (false, [_]) if kind.does(Interaction::Create) => None,
        (true, [_, id]) if kind.does(Interaction::Update) => Some(*id),
        _ => return Err(Refused::UNSUPPORTED.into()),
    };
    let wish = Wish { kind, id, body, if_match: header("if-match"), if_none_exist: header("if-none-exist") };
    let (status, found) = once(door, &wish, key(door, sent, body)?.as_ref())?;
    Ok(said(door, status, &found, &sent.headers))
}

/// The key under which something new was sent, where it has one.
fn key(door: &Door, sent: &Sent, body: &Value) -> Result<Option<Key>, Refused> {
    if sent.is_put { Ok(None) } else { Key::of(door, &sent.headers, &sent.steps.join("/"), body) }
}

/// One change, kept; and what it came to.
fn once(door: &Door, wish: &Wish<'_>, key: Option<&Key>) -> Result<(StatusCode, Value), Stated> {
    let act = || {
        let book = Book::open(door)?;
        let change = prepared(door, &book, wish)?;
        let done = done(0, wish, &change);
        kept(door, &book, std::slice::from_ref(&change), key, vec![done.clone()])?;
        found(door, &done, matches!(change, Change::There(_)))
    };
    by_key(door, key, act, |all| found(door, all.first().ok_or(Refused::NOT_FOUND)?, true))
}

/// What a change comes to.
fn done(at: usize, wish: &Wish<'_>, change: &Change) -> Done {
    let status = match (change, wish.id) {
        (Change::There(_), _) | (_, Some(_)) => StatusCode::OK,
        _ => StatusCode::CREATED,
    };
    let id = match change {
        Change::Form(form) => form.id.clone(),
        Change::Booking(entry) if wish.kind.name == "AppointmentResponse" => times::response_id(entry.id),
        Change::Booking(entry) => entry.id.to_string(),
        Change::There(id) => id.clone(),
    };
    Done { at, kind: wish.kind.name.to_owned(), id, status: status.as_u16() }
}

/// What came to be, as it is read from now on; noted as read where it was there before. Who may write it and not read it is told which
/// it is.
fn found(door: &Door, done: &Done, was_there: bool) -> Result<(StatusCode, Value), Stated> {
    let kind = Kind::of(&done.kind).ok_or(Refused::UNSUPPORTED)?;
    let status = StatusCode::from_u16(done.status).unwrap_or(StatusCode::OK);
    if !door.scoped(kind.name, Right::Read) {
        return Ok((status, json!({ "resourceType": kind.name, "id": done.id })));
    }
    let found = if was_there {
        read::one(door, kind, &done.id)?
    } else {
        read::resource(door, &Book::open(door)?, kind, &done.id)?
    };
    Ok((status, found))
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
        let found = read::found(door, &read::asked(door, wish.kind, query, true)?)?;
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

/// Keeps changes, all or none: one form, or bookings of the practice; with what they come to under a key.
fn kept(door: &Door, book: &Book, changes: &[Change], key: Option<&Key>, done: Vec<Done>) -> Result<(), Refused> {
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
        ([], false) => {
            let client = bookings.first().map(|entry| entry.it.booking.client);
            let one = bookings.iter().all(|entry| Some(entry.it.booking.client) == client);
            let item = key.map(|key| key.item(door, client.filter(|_| one), done)).transpose()?;
            reserve::keep(door, &bookings, item.as_slice())
        }
        ([form], true) => {
            enter::keep(door, book, form)?;
            // A record and a practice's desk are two owners. Where this is missing, the form comes again as answers that are there.
            let item = key.map(|key| key.item(door, Some(form.client), done)).transpose()?;
            item.iter().for_each(|item| drop(door.house().app.store.put(door.office.desk(), Shelf::Job, item)));
            Ok(())
        }
        _ => Err(MIXED),
    }
}

fn location(door: &Door, found: &Value) -> (String, String) {
    let text = |at: &str| found.pointer(at).and_then(Value::as_str).unwrap_or_default();
    let (kind, id, version) = (text("/resourceType"), text("/id"), text("/meta/versionId"));
    let location = format!("{}/fhir/{kind}/{id}", door.base);
    if version.is_empty() {
        return (location, String::new());
    }
    (format!("{location}/_history/{version}"), format!("W/\"{version}\""))
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
    for (name, value) in [(header::LOCATION, location), (header::ETAG, tag)].into_iter().filter(|it| !it.1.is_empty()) {
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
pub(super) fn bundle(door: &Door, sent: &Sent, body: &Value) -> Result<Response, Stated> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let entries: Vec<&Value> = body.get("entry").and_then(Value::as_array).into_iter().flatten().collect();
    let together = match text("type") {
        _ if text("resourceType") != Some("Bundle") || entries.len() > MOST => return Err(BUNDLE.at("Bundle").into()),
        Some("transaction") => true,
        Some("batch") => false,
        _ => return Err(BUNDLE.at("Bundle.type").into()),
    };
    let key = key(door, sent, body)?;
    let said = if together { transaction(door, &entries, key.as_ref())? } else { batch(door, &entries, key.as_ref()) };
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
        [_] if kind.does(Interaction::Search) => read::searched(door, &read::asked(door, kind, query, false)?),
        [_, id] => read::one(door, kind, id),
        _ => Err(Refused::UNSUPPORTED),
    }
}

fn line(door: &Door, status: StatusCode, found: &Value) -> Value {
    let (location, tag) = location(door, found);
    let status = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
    if found.get("resourceType").and_then(Value::as_str) == Some("Bundle") {
        return json!({ "resource": found, "response": { "status": status } });
    }
    let mut response = json!({ "status": status, "location": location });
    if let (false, Value::Object(fields)) = (tag.is_empty(), &mut response) {
        fields.insert("etag".to_owned(), tag.into());
    }
    json!({ "resource": found, "response": response })
}

/// Everything or nothing: each entry is read first, then all changes are kept at once.
fn transaction(door: &Door, entries: &[&Value], key: Option<&Key>) -> Result<Vec<Value>, Stated> {
    let act = || {
        let book = Book::open(door)?;
        let (mut reads, mut changes, mut all): (Vec<String>, Vec<Change>, Vec<Done>) = Default::default();
        for (entry, at) in entries.iter().zip(0usize..) {
            match asked(entry, at)? {
                Asked::Read(url) => reads.push(url),
                Asked::Write(wish) => {
                    let change = prepared(door, &book, &wish).map_err(|stated| stated.within(at))?;
                    all.push(done(at, &wish, &change));
                    changes.push(change);
                }
            }
        }
        // What cannot be read is found before anything is kept.
        for url in &reads {
            got(door, url)?;
        }
        kept(door, &book, &changes, key, all.clone())?;
        let there: BTreeSet<usize> = all
            .iter()
            .zip(&changes)
            .filter(|(_, change)| matches!(change, Change::There(_)))
            .map(|(done, _)| done.at)
            .collect();
        lines(door, entries, &all, |at| there.contains(&at))
    };
    by_key(door, key, act, |all| lines(door, entries, all, |_| true))
}

/// What a transaction came to, in the order of its entries.
fn lines(
    door: &Door,
    entries: &[&Value],
    all: &[Done],
    was_there: impl Fn(usize) -> bool,
) -> Result<Vec<Value>, Stated> {
    let one = |(entry, at): (&&Value, usize)| match asked(entry, at)? {
        Asked::Read(url) => Ok(line(door, StatusCode::OK, &got(door, &url)?)),
        Asked::Write(_) => {
            let done = all.iter().find(|done| done.at == at).ok_or(Refused::NOT_FOUND)?;
            let (status, found) = found(door, done, was_there(at))?;
            Ok(line(door, status, &found))
        }
    };
    entries.iter().zip(0usize..).map(one).collect()
}

/// Each for itself: what is wrong with one keeps no other away.
fn batch(door: &Door, entries: &[&Value], key: Option<&Key>) -> Vec<Value> {
    let one = |entry: &Value, at: usize| -> Result<Value, Stated> {
        match asked(entry, at)? {
            Asked::Read(url) => Ok(line(door, StatusCode::OK, &got(door, &url)?)),
            Asked::Write(wish) => {
                // What is updated is the same when it is sent again.
                let key = key.filter(|_| wish.id.is_none()).map(|key| key.entry(door, at, entry));
                let (status, found) = once(door, &wish, key.as_ref())?;
                Ok(line(door, status, &found))
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
