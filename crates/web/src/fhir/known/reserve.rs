//! Times, held and booked by a program: by the same rules as on the pages, and never over another session.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::Value;
use supple_practice::{
    Minutes, Moment, Service, Span, Therapist,
    book::{Act as Happens, Booking, HOLD, State},
    policy::Because,
    refusals,
    slots::free_room,
};
use supple_store::{Item, Kept};
use uuid::Uuid;

use super::{
    super::answer::Refused,
    clients::{Book, Client},
    gate::{AWAY, Door},
    times,
};
use crate::{
    access::{Act, Right},
    desk::{Appointment, Entry, NotKept, busy, fresh_id},
};

const KIND: &str = "Appointment";
const WHO: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "not-found", "fhir-subject-unknown");
const WHEN: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "not-found", "fhir-slot-unknown");
const STATUS: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "value", "fhir-status");
const TAKEN: Refused = Refused::new(StatusCode::CONFLICT, "conflict", "fhir-taken");
const NOT_NOW: Refused = Refused::new(StatusCode::CONFLICT, "business-rule", "fhir-not-now");

/// The id of what a reference is to, where it is to a resource of this type.
pub(super) fn named<'v>(value: &'v Value, kind: &str) -> Option<&'v str> {
    let reference = value.get("reference").and_then(Value::as_str)?;
    let (of, id) = reference.rsplit_once('/')?;
    (of.rsplit('/').next() == Some(kind)).then_some(id)
}

/// Whom an appointment is for.
fn patient(body: &Value) -> Option<&str> {
    let all = body.get("participant").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|one| one.get("actor")).find_map(|actor| named(actor, "Patient"))
}

/// The time that is named: as a slot.
fn slot(body: &Value) -> Option<&str> {
    body.get("slot").and_then(Value::as_array)?.iter().find_map(|one| named(one, "Slot"))
}

/// A session at a time, if it is free.
fn at(
    door: &Door,
    client: Uuid,
    (therapist, service, start): (&Therapist, &Service, Moment),
    but: Option<&Entry>,
) -> Result<(Span, Span, Option<Uuid>), Refused> {
    let mut taken = door.office.taken(&door.call).map_err(|_| AWAY)?;
    // What is moved does not stand in its own way.
    taken.retain(|taken| {
        !but.is_some_and(|entry| entry.it.booking.therapist == taken.therapist && entry.it.booking.hands == taken.hands)
    });
    let now = door.office.now(&door.call, &taken);
    let (hands, whole) = (service.hands(start), service.whole(start));
    // What its plan asked for is asked of whoever gives it.
    let none = BTreeSet::new();
    let needed = but.map_or(&none, |entry| &entry.it.needed);
    let free = refusals(&now, service, needed, therapist, start).is_empty();
    let room = if service.needs_room { free_room(&now, service, start) } else { None };
    let busy = busy(&door.house().app.store, client, door.now().0, |id| but.is_some_and(|entry| entry.id == id));
    let is_busy = busy.map_err(|_| AWAY)?.iter().any(|busy| busy.meets(hands));
    if !free || is_busy || (service.needs_room && room.is_none()) {
        return Err(TAKEN.at("Appointment.slot"));
    }
    Ok((hands, whole, room))
}

/// A new appointment at a slot: held as `pending` or `proposed`, booked as `booked`.
///
/// # Errors
/// What is missing, not there, or taken.
pub(super) fn create(door: &Door, book: &Book, body: &Value) -> Result<Entry, Refused> {
    let status = body.get("status").and_then(Value::as_str).unwrap_or_default();
    let client = patient(body).and_then(|id| book.client(id)).ok_or(WHO.at("Appointment.participant"))?;
    let state = match status {
        "proposed" | "pending" => State::Held { until_ms: door.now().0 + i64::from(HOLD.0) * 60_000 },
        "booked" => State::Booked,
        _ => return Err(STATUS.naming("proposed, pending, booked").at("Appointment.status")),
    };
    door.may(Act::Reserve, KIND, Right::Create, Some(client))?;
    let named = slot(body).ok_or(WHEN.at("Appointment.slot"))?;
    new(door, client, named, state)
}

/// A new appointment of a client at a slot.
pub(super) fn new(door: &Door, client: &Client, slot: &str, state: State) -> Result<Entry, Refused> {
    let named = times::slot_of(door, slot).ok_or(WHEN.at("Appointment.slot"))?;
    let (hands, whole, room) = at(door, client.id, named, None)?;
    let (therapist, service, _) = named;
    let booking = Booking {
        client: client.id,
        therapist: therapist.id,
        room,
        service: service.id,
        course: None,
        hands,
        whole,
        made: door.call.moment(),
        state,
        policy: door.office.page.policy.clone(),
        screened: None,
        late: Minutes(0),
        offered: None,
    };
    let it = Appointment::new(booking, client.name.clone(), None, BTreeSet::new());
    Ok(Entry::new(fresh_id(&door.call), it))
}

/// An appointment as it stands in a book.
pub(super) fn known<'b>(book: &'b Book, id: &str) -> Result<&'b Entry, Refused> {
    let id = Uuid::try_parse(id).map_err(|_| Refused::NOT_FOUND)?;
    book.entries.iter().find(|entry| entry.id == id).ok_or(Refused::NOT_FOUND)
}

/// Whether a program may change an appointment.
pub(super) fn may_change(door: &Door, book: &Book, entry: &Entry) -> Result<(), Refused> {
    let client = book.clients.get(&entry.it.booking.client);
    door.may(Act::Reserve, KIND, Right::Update, client)
}

/// An appointment after something has happened to it.
pub(super) fn after(door: &Door, entry: &Entry, happens: Happens) -> Result<Entry, Refused> {
    let mut entry = entry.clone();
    let today = door.office.today(&door.call);
    entry.it.booking = entry.it.booking.after(happens, door.now().0, today).map_err(|_| NOT_NOW)?;
    Ok(entry)
}

/// An appointment as it is wished: confirmed, moved to another slot, or cancelled. Nothing else is changed here.
///
/// # Errors
/// A change that cannot be made, or a time that is taken.
pub(super) fn update(door: &Door, book: &Book, id: &str, body: &Value) -> Result<Entry, Refused> {
    let entry = known(book, id)?;
    may_change(door, book, entry)?;
    if body.get("id").and_then(Value::as_str) != Some(id) {
        return Err(STATUS.naming(id).at("Appointment.id"));
    }
    let booking = &entry.it.booking;
    match body.get("status").and_then(Value::as_str).unwrap_or_default() {
        "cancelled" => {
            let code = body.pointer("/cancelationReason/coding/0/code").and_then(Value::as_str);
            let why = if code == Some("prov") { Because::Practice } else { Because::Client };
            after(door, entry, Happens::Cancel(why))
        }
        "booked" => {
            let offered = booking.offered.is_some();
            let confirmed = after(door, entry, if offered { Happens::Accept } else { Happens::Confirm })?;
            let now = times::slot_id(booking.therapist, booking.service, booking.hands.from);
            match slot(body) {
                Some(wished) if wished != now => {
                    let named = times::slot_of(door, wished).ok_or(WHEN.at("Appointment.slot"))?;
                    if named.1.id != booking.service {
                        return Err(WHEN.at("Appointment.slot"));
                    }
                    let (hands, whole, room) = at(door, booking.client, named, Some(entry))?;
                    after(door, &confirmed, Happens::Move { therapist: named.0.id, room, hands, whole })
                }
                _ => Ok(confirmed),
            }
        }
        "pending" if matches!(booking.state, State::Held { .. }) => Ok(entry.clone()),
        _ => Err(STATUS.naming("booked, cancelled").at("Appointment.status")),
    }
}

/// What a client answers to an appointment: they come, or they do not.
pub(super) fn respond(door: &Door, book: &Book, body: &Value) -> Result<Entry, Refused> {
    let of =
        body.get("appointment").and_then(|of| named(of, KIND)).ok_or(WHEN.at("AppointmentResponse.appointment"))?;
    let entry = known(book, of).map_err(|_| WHEN.at("AppointmentResponse.appointment"))?;
    let client = book.clients.get(&entry.it.booking.client);
    door.may(Act::Reserve, "AppointmentResponse", Right::Create, client)?;
    match body.get("participantStatus").and_then(Value::as_str).unwrap_or_default() {
        // What the practice offered instead suits them; or what was held is booked.
        "accepted" if entry.it.booking.offered.is_some() => after(door, entry, Happens::Accept),
        "accepted" => after(door, entry, Happens::Confirm),
        "declined" => after(door, entry, Happens::Cancel(Because::Client)),
        _ => Err(STATUS.naming("accepted, declined").at("AppointmentResponse.participantStatus")),
    }
}

/// Keeps appointments, all or none.
///
/// # Errors
/// When somebody else has the time by now, somebody wrote in between, or it cannot be kept.
pub(super) fn keep(door: &Door, entries: &[Entry], beside: &[Item]) -> Result<(), Refused> {
    for entry in entries {
        let client = entry.it.booking.client;
        door.noted("program-booked", KIND, Some(entry.id))?;
        door.looked(client, "program-booked", KIND)?;
    }
    match door.office.book_beside(&door.call, entries, &[], beside) {
        Ok(Kept::Now(_) | Kept::Before) => Ok(()),
        Err(NotKept::Taken | NotKept::Changed) => Err(TAKEN),
        Err(NotKept::Store(_)) => Err(AWAY),
    }
}
