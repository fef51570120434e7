//! What a practice tells a client's record of the sessions that it gave.
//!
//! It is kept with the booking, in the transaction that changes the booking, and handed over behind that: at once where the
//! record opens without a PIN, else when the client opens it the next time. Handed over again it is the same.

use serde::Deserialize;
use serde_json::Value;
use supple_practice::book::State;
use supple_store::{NewEvent, PersonId, PersonKey, PortableEvent, UtcMs, Who};

use super::{Appointment, Entry, Office, fresh_id};
use crate::{
    call::Call,
    pages::book::brief,
    record::{GIVEN, Gave, WITHDRAWN, withdrawn},
};

/// What is to be told of a session; nothing while it did not take place.
fn gave(it: &Appointment) -> Option<Gave> {
    let State::Done { minutes } = it.booking.state else { return None };
    let noted = it.notes.iter().rev().find_map(|note| note.gave.clone()).unwrap_or_default();
    let planned = it.planned.as_ref();
    let technique = match noted.techniques.as_slice() {
        [only] => Some(only.clone()),
        several => planned.and_then(|planned| planned.technique.clone()).filter(|main| several.contains(main)),
    };
    Some(Gave {
        minutes: minutes.0,
        course: planned.map(|planned| planned.course.clone()),
        nth: it.booking.course.as_ref().map(|course| (course.nth, course.of)),
        technique,
        techniques: noted.techniques,
        places: it
            .notes
            .iter()
            .rev()
            .map(|note| &note.places)
            .find(|places| !places.is_empty())
            .cloned()
            .unwrap_or_default(),
        before: noted.before,
        after: noted.after,
    })
}

/// The therapist of a session, as the author of what is told.
pub(crate) fn author(office: &Office, entry: &Entry) -> Who {
    let therapist = entry.it.booking.therapist;
    let name = office.therapist(therapist).map(|it| it.name.clone()).unwrap_or_default();
    Who::Therapist { practice: office.id(), place: office.page.name.clone(), therapist, name }
}

/// What the client's record does not know yet of a booking.
fn news(call: &Call, office: &Office, entry: &Entry) -> Option<PortableEvent> {
    let told: Vec<&PortableEvent> =
        entry.it.handed.iter().filter(|event| [GIVEN, WITHDRAWN].contains(&event.kind.as_str())).collect();
    let number = u32::try_from(told.len()).unwrap_or(u32::MAX);
    let last = told.last().copied();
    let says = |event: &PortableEvent, kind: &str, payload: &Value| event.kind == kind && event.payload == *payload;
    let booking = &entry.it.booking;
    let (at, kind, payload) = match gave(&entry.it) {
        Some(gave) if last.is_some_and(|last| says(last, GIVEN, &gave.payload(entry.id, number))) => return None,
        Some(gave) => (UtcMs(booking.hands.from.as_ms()), GIVEN, gave.payload(entry.id, number.saturating_add(1))),
        None if last.is_some_and(|last| last.kind == GIVEN) => {
            (call.now.at, WITHDRAWN, withdrawn(entry.id, number.saturating_add(1)))
        }
        None => return None,
    };
    Some(PortableEvent {
        id: fresh_id(call),
        at_ms: at,
        zone: office.page.zone.clone(),
        kind: kind.to_owned(),
        version: 1,
        who: author(office, entry),
        payload,
    })
}

/// The bookings with what is to be told of them, and whom that is about.
pub(super) fn with_news(
    call: &Call,
    office: &Office,
    entries: &[Entry],
) -> (Vec<Entry>, Vec<(PersonId, PortableEvent)>) {
    let (mut all, mut told) = (entries.to_vec(), Vec::new());
    for entry in &mut all {
        if let Some(event) = news(call, office, entry) {
            entry.it.handed.push(event.clone());
            told.push((PersonId::from_uuid(entry.it.booking.client), event));
        }
    }
    (all, told)
}

/// Hands over what was kept a moment ago. What a record cannot take now, because it needs a PIN, is not here or cannot be
/// written, stays with the booking until the client comes.
pub(super) fn over(call: &Call, told: Vec<(PersonId, PortableEvent)>) {
    for (person, event) in told {
        let store = &call.house.app.store;
        let key = store.unlock(person, None, call.now.at).ok();
        let written = key.as_ref().is_some_and(|key| store.append(key, event.into()).is_ok());
        match key.filter(|_| written) {
            Some(key) => brief::recheck(call, &key),
            None => call.house.waiting.put(person),
        }
    }
}

/// Takes in what practices have to tell of the sessions of the key's person, and takes back what was shared for today where the
/// record allows no session any more. What cannot be read or written now stays where it is, and is taken in the next time.
pub(crate) fn take_in(call: &Call, key: &PersonKey) {
    let store = &call.house.app.store;
    let Ok((bookings, _)) = store.bookings_of(key.person()) else { return call.house.waiting.put(key.person()) };
    let told = |body: &Value| {
        let handed = body.get("handed").map(Vec::<PortableEvent>::deserialize);
        handed.and_then(Result::ok).unwrap_or_default()
    };
    let events: Vec<NewEvent> = bookings.iter().flat_map(|booking| told(&booking.body)).map(NewEvent::from).collect();
    if events.is_empty() {
        return brief::recheck(call, key);
    }
    let taken = store.append_many(key, events.clone()).or_else(|_| {
        // One that cannot be kept does not keep the others away.
        let each: Vec<_> = events.into_iter().map(|event| store.append(key, event)).collect();
        let taken: Vec<_> = each.iter().filter_map(|one| one.as_ref().ok().copied()).collect();
        each.into_iter().find_map(Result::err).map_or(Ok(taken), Err)
    });
    match taken {
        Ok(_) => brief::recheck(call, key),
        Err(_) => call.house.waiting.put(key.person()),
    }
}
