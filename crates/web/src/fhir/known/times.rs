//! A practice as resources: who works there, what can be booked, when, and who has booked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use supple_practice::{Moment, Service, Therapist, book::State, licence::standing, policy::Because, slots::slots};
use supple_store::UtcMs;
use uuid::Uuid;

use super::{
    super::answer::Refused,
    clients::{Book, Client},
    gate::{AWAY, Door},
    kept::{coded, concept, instant, moment, resource, to, to_named},
};
use crate::{access::Lets, desk::Entry};

/// Every resource of a type that is the practice's.
pub(super) fn all(door: &Door, book: &Book, kind: &str) -> Result<Vec<Value>, Refused> {
    let office = &door.office;
    let services = || office.page.services.iter();
    let therapists = || office.therapists.iter();
    Ok(match kind {
        "Organization" => vec![organization(door)],
        "Location" => locations(door),
        "HealthcareService" => services().map(|service| service_of(door, service)).collect(),
        "Practitioner" => therapists().map(|therapist| practitioner(door, therapist)).collect(),
        "PractitionerRole" => therapists().map(|therapist| role(door, therapist)).collect(),
        "Schedule" => therapists()
            .flat_map(|therapist| services().map(move |service| schedule(door, therapist, service)))
            .collect(),
        "Slot" => all_slots(door)?,
        "Patient" => book.clients.values().map(|client| patient(door, client)).collect(),
        "Appointment" => book.entries.iter().map(|entry| appointment(door, entry)).collect(),
        "AppointmentResponse" => book.entries.iter().map(response).collect(),
        "Consent" => book.clients.values().map(|client| consent(door, client)).collect(),
        _ => Vec::new(),
    })
}

fn organization(door: &Door) -> Value {
    let fields = json!({ "active": true, "name": door.office.page.name });
    resource("Organization", &door.office.id().to_string(), None, fields)
}

fn own_organization(door: &Door) -> Value {
    to_named("Organization", door.office.id(), &door.office.page.name)
}

fn locations(door: &Door) -> Vec<Value> {
    let one = |room: &supple_practice::Room| {
        let status = if room.ended { "inactive" } else { "active" };
        let fields = json!({ "status": status, "name": room.name, "managingOrganization": own_organization(door) });
        resource("Location", &room.id.to_string(), None, fields)
    };
    door.office.page.rooms.iter().map(one).collect()
}

/// What a service is called, with its id as its code.
fn service_type(service: &Service) -> Value {
    concept("services", &service.id.to_string(), &service.name)
}

fn service_of(door: &Door, service: &Service) -> Value {
    let fields = json!({
        "active": !service.ended,
        "providedBy": own_organization(door),
        "type": [service_type(service)],
        "name": service.name,
        "comment": door.call.voice.n("fhir-service", "minutes", service.length.0),
    });
    resource("HealthcareService", &service.id.to_string(), None, fields)
}

fn practitioner(door: &Door, therapist: &Therapist) -> Value {
    // A paper is a claim until it was looked up: what may be said of it stands in its words.
    let today = door.office.today(&door.call);
    let stands = standing(&therapist.papers, &door.office.place, today);
    let bookable = stands.may_be_booked(door.office.place.regulation);
    let (said, _) = crate::pages::practice::said::stands(&door.call.voice, therapist, &door.office.place, today);
    let fields = json!({
        "active": bookable,
        "name": [{ "text": therapist.name }],
        "qualification": [{ "code": { "text": said } }],
    });
    resource("Practitioner", &therapist.id.to_string(), None, fields)
}

fn role(door: &Door, therapist: &Therapist) -> Value {
    let services = door.office.page.services.iter().map(|it| to_named("HealthcareService", it.id, &it.name));
    let rooms = door.office.page.rooms.iter().map(|it| to_named("Location", it.id, &it.name));
    let fields = json!({
        "active": true,
        "practitioner": to_named("Practitioner", therapist.id, &therapist.name),
        "organization": own_organization(door),
        "specialty": if therapist.specialities.is_empty() { json!([]) } else { json!([{ "text": therapist.specialities }]) },
        "location": rooms.collect::<Vec<_>>(),
        "healthcareService": services.collect::<Vec<_>>(),
    });
    resource("PractitionerRole", &therapist.id.to_string(), None, fields)
}

/// Digits of a service's id in the id of its schedule: a practice has a handful.
const SHORT: usize = 12;

/// The id of the times of somebody for a service.
pub(super) fn schedule_id(therapist: Uuid, service: Uuid) -> String {
    let service = service.simple().to_string();
    format!("{}.{}", therapist.simple(), service.get(32 - SHORT..).unwrap_or_default())
}

/// The id of a time.
pub(super) fn slot_id(therapist: Uuid, service: Uuid, start: Moment) -> String {
    format!("{}.{}", schedule_id(therapist, service), start.0)
}

/// Whose time it is, of which service, and when it begins.
pub(super) fn slot_of<'d>(door: &'d Door, id: &str) -> Option<(&'d Therapist, &'d Service, Moment)> {
    let (schedule, start) = id.rsplit_once('.')?;
    let pairs = door.office.therapists.iter().flat_map(|it| door.office.offered().map(move |of| (it, of)));
    let (therapist, service) = pairs.into_iter().find(|(it, of)| schedule_id(it.id, of.id) == schedule)?;
    Some((therapist, service, Moment(start.parse().ok()?)))
}

fn schedule(door: &Door, therapist: &Therapist, service: &Service) -> Value {
    let today = door.office.today(&door.call);
    let last = today.checked_add(jiff::Span::new().days(i64::from(door.office.page.horizon_days))).unwrap_or(today);
    let fields = json!({
        "active": !service.ended,
        "serviceType": [service_type(service)],
        "actor": [
            to_named("Practitioner", therapist.id, &therapist.name),
            to_named("HealthcareService", service.id, &service.name),
        ],
        "planningHorizon": { "start": today.to_string(), "end": last.to_string() },
    });
    resource("Schedule", &schedule_id(therapist.id, service.id), None, fields)
}

fn slot(therapist: Uuid, service: &Service, start: Moment, status: &str) -> Value {
    let hands = service.hands(start);
    let fields = json!({
        "serviceType": [service_type(service)],
        "schedule": to("Schedule", schedule_id(therapist, service.id)),
        "status": status,
        "start": moment(hands.from),
        "end": moment(hands.until),
    });
    resource("Slot", &slot_id(therapist, service.id, start), None, fields)
}

/// Every time that is free now, and those that are taken by a session. Free times of one person overlap: one that is
/// booked takes the others with it.
fn all_slots(door: &Door) -> Result<Vec<Value>, Refused> {
    let taken = door.office.taken(&door.call).map_err(|_| AWAY)?;
    let now = door.office.now(&door.call, &taken);
    let mut found: BTreeMap<(Moment, String), Value> = BTreeMap::new();
    for service in door.office.offered() {
        for free in slots(&now, service, &BTreeSet::new()) {
            let therapist = usize::try_from(free.therapist).ok().and_then(|index| door.office.therapists.get(index));
            let Some(therapist) = therapist else { continue };
            let one = slot(therapist.id, service, free.start, "free");
            found.insert((free.start, slot_id(therapist.id, service.id, free.start)), one);
        }
    }
    let ahead = supple_practice::Span { from: now.now, until: supple_practice::Span::EVER.until };
    for entry in door.office.entries(&door.call, ahead).map_err(|_| AWAY)? {
        let booking = &entry.it.booking;
        let status = match booking.state {
            State::Held { .. } => "busy-tentative",
            State::Cancelled { .. } => continue,
            State::Booked | State::Started | State::Done { .. } | State::NoShow { .. } => "busy",
        };
        let Some(service) = door.office.service(booking.service) else { continue };
        let start = booking.hands.from;
        let one = slot(booking.therapist, service, start, status);
        found.insert((start, slot_id(booking.therapist, service.id, start)), one);
    }
    Ok(found.into_values().collect())
}

pub(super) fn patient(door: &Door, client: &Client) -> Value {
    let fields = json!({
        "active": true,
        "name": [{ "text": client.name }],
        "managingOrganization": own_organization(door),
    });
    resource("Patient", &client.id.to_string(), None, fields)
}

pub(super) fn appointment(door: &Door, entry: &Entry) -> Value {
    let booking = &entry.it.booking;
    let (status, patient, practice) = match booking.state {
        State::Held { .. } => ("pending", "needs-action", "accepted"),
        // What the practice offered instead waits for the client.
        State::Booked if booking.offered.is_some() => ("pending", "needs-action", "accepted"),
        State::Booked => ("booked", "accepted", "accepted"),
        State::Started => ("arrived", "accepted", "accepted"),
        State::Done { .. } => ("fulfilled", "accepted", "accepted"),
        State::Cancelled { why: Because::Practice, .. } => ("cancelled", "accepted", "declined"),
        State::Cancelled { .. } => ("cancelled", "declined", "accepted"),
        State::NoShow { .. } => ("noshow", "accepted", "accepted"),
    };
    let service = door.office.service(booking.service);
    let therapist = door.office.therapist(booking.therapist).map_or("", |it| it.name.as_str());
    let room = booking.room.and_then(|id| door.office.page.rooms.iter().find(|room| room.id == id));
    let mut participants = vec![
        json!({ "actor": to_named("Patient", booking.client, &entry.it.client), "status": patient }),
        json!({ "actor": to_named("Practitioner", booking.therapist, therapist), "status": practice }),
    ];
    participants
        .extend(room.map(|room| json!({ "actor": to_named("Location", room.id, &room.name), "status": "accepted" })));
    let system = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason";
    let cancelled = match booking.state {
        State::Cancelled { why: Because::Practice, .. } => coded(system, "prov", "Provider"),
        State::Cancelled { .. } => coded(system, "pat", "Patient"),
        _ => Value::Null,
    };
    let fields = json!({
        "status": status,
        "cancelationReason": cancelled,
        "serviceType": service.map(|service| vec![service_type(service)]).unwrap_or_default(),
        "start": moment(booking.hands.from),
        "end": moment(booking.hands.until),
        "minutesDuration": service.map(|service| service.length.0),
        "slot": [to("Slot", slot_id(booking.therapist, booking.service, booking.hands.from))],
        "created": moment(booking.made),
        "participant": participants,
    });
    resource("Appointment", &entry.id.to_string(), None, fields)
}

fn response(entry: &Entry) -> Value {
    let status = match entry.it.booking.state {
        State::Held { .. } => "needs-action",
        State::Booked if entry.it.booking.offered.is_some() => "needs-action",
        State::Cancelled { why: Because::Client | Because::Unwell, .. } => "declined",
        _ => "accepted",
    };
    let fields = json!({
        "appointment": to("Appointment", entry.id),
        "actor": to_named("Patient", entry.it.booking.client, &entry.it.client),
        "participantStatus": status,
    });
    resource("AppointmentResponse", &response_id(entry.id), None, fields)
}

/// The id of what a client answers to an appointment.
pub(super) fn response_id(appointment: Uuid) -> String {
    format!("{}.patient", appointment.simple())
}

/// A free time as an appointment that is proposed, under the id of its slot.
pub(super) fn proposed(slot: &Value, therapist: &Therapist, service: &Service) -> Value {
    let id = slot.get("id").and_then(Value::as_str).unwrap_or_default();
    let fields = json!({
        "status": "proposed",
        "serviceType": [service_type(service)],
        "start": slot.get("start"),
        "end": slot.get("end"),
        "minutesDuration": service.length.0,
        "slot": [to("Slot", id)],
        "participant": [{ "actor": to_named("Practitioner", therapist.id, &therapist.name), "status": "accepted" }],
    });
    resource("Appointment", id, None, fields)
}

/// What a client lets programs do: said, or not said, which is no.
fn consent(door: &Door, client: &Client) -> Value {
    let since = client.agreed.as_ref().map(|agreed| UtcMs(agreed.since_ms));
    let act = |code: &str, text: &str| coded("http://terminology.hl7.org/CodeSystem/consentaction", code, text);
    let actions = match client.lets {
        Lets::Nothing | Lets::Read => vec![act("access", "Access")],
        Lets::Add => vec![act("access", "Access"), act("collect", "Collect")],
    };
    let permits = client.lets != Lets::Nothing;
    let fields = json!({
        "status": if permits { "active" } else { "inactive" },
        "scope": coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", "Privacy Consent"),
        "category": [coded("http://loinc.org", "59284-0", "Consent Document")],
        "patient": to_named("Patient", client.id, &client.name),
        "dateTime": since.map(instant),
        "organization": [own_organization(door)],
        "policyRule": coded("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN", "opt-in"),
        "provision": { "type": if permits { "permit" } else { "deny" }, "action": actions },
    });
    resource("Consent", &super::kept::own(client.id, "programs"), since, fields)
}
