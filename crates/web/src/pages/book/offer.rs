//! A time that is held for somebody who waited for one: shown with what is left of it, taken by the rules of every booking, or
//! let go.

use supple_practice::{Refusal, Zone, book::State, refusals};

use super::fit;
use crate::{
    call::{Call, Reply},
    desk::{Entry, Office, taken, wait},
    pages::{plan::Asked, practice::said},
    voice::Voice,
};

const MINUTE_MS: i64 = 60_000;

/// What is offered, in the list.
pub(super) struct Offer {
    pub(super) id: String,
    pub(super) when: String,
    pub(super) what: String,
    /// Until when it is held.
    pub(super) until: String,
    /// What is left of that when the page is made, in words and in seconds.
    pub(super) left: String,
    pub(super) left_s: i64,
}

impl Offer {
    pub(super) fn of(call: &Call, office: &Office, entry: &Entry) -> Option<Self> {
        let (v, State::Held { until_ms }) = (&call.voice, entry.it.booking.state) else { return None };
        entry.it.waited?;
        let left_ms = until_ms.saturating_sub(call.now.at.0).max(0);
        Some(Self {
            id: entry.id.to_string(),
            when: said::when(v, &office.zone, entry.it.booking.hands.from),
            what: super::list::what(v, office, entry),
            until: v.s("wait-held-until", "when", &until(v, &office.zone, until_ms)),
            left: v.n("wait-left", "minutes", left_ms.div_euclid(MINUTE_MS)),
            left_s: left_ms.div_euclid(1000),
        })
    }
}

/// Day and time of a moment in milliseconds since 1970 UTC.
pub(crate) fn until(v: &Voice, zone: &Zone, until_ms: i64) -> String {
    said::when(v, zone, supple_practice::Moment::begun(until_ms))
}

/// Why what is held for somebody cannot be booked now, by the rules of every booking: the answers and the plan of today, its
/// length and techniques, the licence on that date, and everything else that decides whether a time is free. The page that
/// says what is missing first, where there is no plan.
pub(super) fn against(call: &Call, office: &Office, entry: &Entry) -> Result<Vec<String>, Reply> {
    let (v, booking) = (&call.voice, &entry.it.booking);
    let plan = Asked::with(call, "giver=therapist")?.planned(call)?;
    let Some(service) = fit::fitting(office, &plan).find(|it| it.id == booking.service) else {
        return Ok(vec![v.t("wait-too-long")]);
    };
    let Some(therapist) = office.therapist(booking.therapist) else { return Ok(vec![v.t("book-gone")]) };
    let own = taken(booking);
    let others: Vec<_> = office.taken(call)?.into_iter().filter(|it| *it != own).collect();
    let needed = fit::techniques(call, &plan);
    let why = refusals(&office.now(call, &others), service, &needed, therapist, booking.hands.from);
    let busy = call.busy(booking.client, |id| id == entry.id)?;
    let meets = busy.iter().any(|busy| busy.meets(booking.hands));
    let why = why.into_iter().chain(meets.then_some(Refusal::Client));
    Ok(why.map(|why| said::refusal(v, call.knowledge(), &why)).collect())
}

/// Takes whoever was given a time off the list; done by looking, too, where it cannot be done now.
pub(super) fn booked(call: &Call, office: &Office, entry: &Entry) {
    let store = &call.house.app.store;
    let places = wait::all(store, office.desk()).unwrap_or_default();
    for place in places.iter().filter(|place| Some(place.id) == entry.it.waited) {
        drop(wait::leave(store, office.desk(), place));
    }
}
