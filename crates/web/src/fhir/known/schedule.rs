//! Times found, held and booked by operations (Argonaut's scheduling guide).

use axum::http::StatusCode;
use serde_json::{Value, json};
use supple_practice::{
    book::{Act as Happens, HOLD, State},
    policy::Because,
};

use super::{
    super::{
        answer::{Refused, Stated},
        search::Query,
        served::Kind,
    },
    came::{Key, by_key},
    clients::Book,
    gate::Door,
    read, reserve, times,
};
use crate::{
    access::{Act, Right},
    desk::Entry,
    mail::Done,
};

/// Most times that are proposed.
const PROPOSED: usize = 50;
const NEEDS: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "required", "fhir-needs");
const PARAMETERS: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "required", "fhir-parameters");
/// A parameter of an operation: a text, or a resource.
fn parameter<'v>(body: &'v Value, name: &str) -> Option<&'v Value> {
    let all = body.get("parameter").and_then(Value::as_array).into_iter().flatten();
    all.filter(|one| one.get("name").and_then(Value::as_str) == Some(name)).find_map(|one| {
        let fields = one.as_object()?;
        fields.get("resource").or_else(|| fields.iter().find(|(name, _)| name.starts_with("value")).map(|(_, it)| it))
    })
}

/// `$find`, `$hold` and `$book`, as Argonaut's scheduling guide has them.
pub(super) fn operate(
    door: &Door,
    operation: &str,
    id: Option<&str>,
    body: &Value,
    key: Option<&Key>,
) -> Result<Value, Stated> {
    if body.get("resourceType").and_then(Value::as_str) != Some("Parameters") {
        return Err(PARAMETERS.into());
    }
    match (operation, id) {
        ("$find", None) => Ok(find(door, &|name| named(body, name))?),
        ("$hold" | "$book", _) => {
            let act = || Ok((reserved(door, operation, id, body, key)?, false));
            let (id, was_there) =
                by_key(door, key, act, |all| Ok((all.first().ok_or(Refused::NOT_FOUND)?.id.clone(), true)))?;
            let kind = Kind::of("Appointment").ok_or(Refused::UNSUPPORTED)?;
            if !door.scoped(kind.name, Right::Read) {
                return Ok(collected(door, vec![json!({ "resourceType": kind.name, "id": id })]));
            }
            let found = if was_there {
                read::one(door, kind, &id)?
            } else {
                read::resource(door, &Book::open(door)?, kind, &id)?
            };
            Ok(collected(door, vec![found]))
        }
        _ => Err(Refused::UNSUPPORTED.into()),
    }
}

/// A parameter that is a text, or a reference.
fn named<'v>(body: &'v Value, name: &str) -> Option<&'v str> {
    parameter(body, name).and_then(|one| one.get("reference").unwrap_or(one).as_str())
}

/// Holds or books a time: the id of the appointment.
fn reserved(
    door: &Door,
    operation: &str,
    id: Option<&str>,
    body: &Value,
    key: Option<&Key>,
) -> Result<String, Refused> {
    let book = Book::open(door)?;
    let text = |name: &str| named(body, name);
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
    let done = Done { at: 0, kind: "Appointment".to_owned(), id: entry.id.to_string(), status: 200 };
    let about = Some(entry.it.booking.client);
    let item = key.map(|key| key.item(door, about, vec![done])).transpose()?;
    reserve::keep(door, &all, item.as_slice())?;
    Ok(entry.id.to_string())
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
