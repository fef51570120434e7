//! What a practice keeps about a session, as the client reads it.

use serde::Deserialize;
use serde_json::Value;
use supple_practice::{Moment, Span, Therapist, Zone, book::Booking};
use supple_store::{PersonId, PortableBooking, Shelf, Store};

use super::{
    Line,
    named::Named,
    plain::{plain, plain_at},
};
use crate::{
    desk::{Appointment, Page, zone_of},
    pages::{
        book::list::{nth, state},
        practice::said,
    },
    voice::Voice,
};

/// A practice as far as its bookings speak of it.
struct House {
    page: Page,
    zone: Zone,
    therapists: Vec<Therapist>,
}

impl House {
    /// The practice; nothing where it does not open, or is kept in a form that this program does not know.
    fn open(store: &Store, practice: PersonId) -> Option<Self> {
        let desk = store.known_desk(practice).ok()??;
        let page = Page::deserialize(&store.item(&desk, Shelf::Practice, practice.as_uuid()).ok()??.body).ok()?;
        let items = store.items(&desk, Shelf::Therapist).ok()?;
        let therapists =
            items.iter().map(|item| Therapist::deserialize(&item.body).ok()).collect::<Option<Vec<_>>>()?;
        Some(Self { zone: zone_of(&page.zone)?, page, therapists })
    }
}

/// The booking as a title and lines; nothing where it, or its practice, is kept in a form that nobody here knows.
pub(super) fn booked(named: Named<'_>, store: &Store, kept: &PortableBooking) -> Option<(String, Vec<Line>)> {
    let v = named.v;
    let it = Appointment::deserialize(&kept.body).ok()?;
    let house = House::open(store, kept.practice)?;
    let booking = &it.booking;
    let mut lines = Vec::new();
    let mut line = |field: &str, value: String| lines.push(Line { label: named.label("", field), value });
    let gone = || v.t("book-gone");
    let service = house.page.services.iter().find(|service| service.id == booking.service);
    let therapist = house.therapists.iter().find(|therapist| therapist.id == booking.therapist);
    line("practice", v.k(&house.page.name));
    line("service", service.map_or_else(gone, |service| v.k(&service.name)));
    line("therapist", therapist.map_or_else(gone, |therapist| v.k(&therapist.name)));
    if let Some(id) = booking.room {
        let room = house.page.rooms.iter().find(|room| room.id == id);
        line("room", room.map_or_else(gone, |room| v.k(&room.name)));
    }
    line("hands", span(v, &house, booking.hands));
    line("whole", span(v, &house, booking.whole));
    line("state", state(v, booking.state));
    if let Some(of) = &booking.course {
        line("course", nth(v, of.nth, of.of));
    }
    more(v, &house, booking, &mut line);
    line("client", it.client.clone());
    beside(named, &house, &kept.body, &mut lines);
    Some((said::when(v, &house.zone, booking.hands.from), lines))
}

fn more(v: &Voice, house: &House, booking: &Booking, line: &mut impl FnMut(&str, String)) {
    line("made", said::when(v, &house.zone, booking.made));
    line("policy", said::policy(v, &booking.policy).join(" "));
    if let Some(screened) = booking.screened {
        line("screened", said::date(v, screened.on));
        line("allowed", v.t(if screened.allowed { "answer-yes" } else { "answer-no" }));
    }
    if booking.late.0 > 0 {
        line("late", booking.late.0.to_string());
    }
}

/// From when until when, in the practice's zone.
fn span(v: &Voice, house: &House, span: Span) -> String {
    let day = |at: Moment| house.zone.wall(at).map(|(day, _)| day);
    let until = match house.zone.wall(span.until) {
        Some((_, minute)) if day(span.from) == day(span.until) => said::clock(minute),
        _ => said::when(v, &house.zone, span.until),
    };
    let from = said::when(v, &house.zone, span.from);
    let zone = house.page.zone.as_str();
    v.with("readable-span", &[("from", from.into()), ("until", until.into()), ("zone", zone.into())])
}

/// What stands beside the booking itself: what was shared, told, asked and noted. What is empty says nothing.
fn beside(named: Named<'_>, house: &House, body: &Value, lines: &mut Vec<Line>) {
    let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    // What the record was told stands there.
    let own = ["booking", "client", "handed", "needed"];
    for (part, value) in body.as_object().into_iter().flatten() {
        if !own.contains(&part.as_str()) && !is_empty(value) {
            plain_at(named, part, &in_zone(named.v, house, value), lines);
        }
    }
}

/// The value with its moments as they were on the practice's clock.
fn in_zone(v: &Voice, house: &House, value: &Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| match value.as_i64().filter(|_| name == "at_ms") {
                    Some(at) => (name.clone(), said::when(v, &house.zone, Moment::begun(at)).into()),
                    None => (name.clone(), in_zone(v, house, value)),
                })
                .collect(),
        ),
        Value::Array(items) => items.iter().map(|item| in_zone(v, house, item)).collect(),
        other => other.clone(),
    }
}

/// The booking as it stands there, where nobody here knows its form.
pub(super) fn as_it_stands(named: Named<'_>, kept: &PortableBooking) -> Vec<Line> {
    let mut lines = Vec::new();
    plain(named, &kept.body, &mut lines);
    lines
}
