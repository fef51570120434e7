//! Those who wait at a practice for a time, and offering it to them.
//!
//! What somebody waits for is kept. That a time was offered is a booking that is held: two can never be offered the same, on
//! any store, from any number of programs, and what nobody takes is free again by itself. Its id is made of the place on the
//! list and the time, so that the same is offered to the same person once, however often it is looked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_practice::{
    Minutes, Moment, Span, Taken,
    book::{Booking, OfCourse, State},
    notice::Rules,
    outcome::Planned,
    wait::{Candidate, Terms, WaitOffer, Waiting, offers},
};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, Store, UtcMs};
use uuid::Uuid;

use super::{Appointment, Entry, NotKept, Office, booked, busy, taken, value};
use crate::{
    App,
    call::Call,
    mail::{self, Job, LEASE_MS, What},
};

/// What the id of the job that looks differs from that of its practice by.
const LOOK: u128 = 4;
/// It is looked again after this time in any case, in milliseconds: an hour.
const AGAIN_MS: i64 = 3_600_000;
/// How far back sessions of the same course are looked for, in five-minute steps: ninety days.
const BACK: i64 = 90 * 288;

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waits {
    pub(crate) waiting: Waiting,
    /// Their name as it was when they began to wait.
    pub(crate) client: String,
    /// What the session is part of.
    pub(crate) planned: Option<Planned>,
}

/// As it is kept: on its shelf lie other things, too.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    waits: Waits,
}

/// A place on the list, as it was read.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) id: Uuid,
    version: u32,
    pub(crate) it: Waits,
}

/// Everybody who waits at a practice, whoever waits longest first.
pub(crate) fn all(store: &Store, desk: &Desk) -> Result<Vec<Place>, DeskError> {
    let items = store.items(desk, Shelf::Availability)?.into_iter();
    let place = |item: Item| {
        let it = Body::deserialize(&item.body).ok()?.waits;
        Some(Place { id: item.id, version: item.version, it })
    };
    let mut all: Vec<Place> = items.filter_map(place).collect();
    all.sort_by_key(|place| (place.it.waiting.since_ms, place.id));
    Ok(all)
}

/// Keeps a new place on the list; the same once more is the same.
pub(crate) fn join(call: &Call, office: &Office, id: Uuid, it: Waits) -> Result<(), NotKept> {
    let (store, about) = (&call.house.app.store, Some(PersonId::from_uuid(it.waiting.client)));
    let body = value(&Body { waits: it });
    let item = Item { id, at: None, until: None, about, version: 0, body };
    match store.put(office.desk(), Shelf::Availability, &item) {
        Ok(_) => {}
        Err(DeskError::Changed { .. }) if store.item(office.desk(), Shelf::Availability, id)?.is_some() => {}
        Err(why) => return Err(why.into()),
    }
    look(&call.house.app, office.desk(), call.now.at.0);
    Ok(())
}

/// Takes a place off the list. One that is gone already is no mistake.
pub(crate) fn leave(store: &Store, desk: &Desk, place: &Place) -> Result<(), DeskError> {
    store.remove(desk, Shelf::Availability, place.id, place.version)
}

fn job_id(desk: &Desk) -> Uuid {
    Uuid::from_u128(desk_id(desk) ^ LOOK)
}

/// That it is to be looked now, in the place of what was kept before.
pub(crate) fn job(store: &Store, desk: &Desk, now_ms: i64) -> Result<Item, DeskError> {
    let id = job_id(desk);
    let version = store.item(desk, Shelf::Job, id)?.map_or(0, |item| item.version);
    Ok(Job::new(What::Waiting, now_ms).item(id, now_ms, None, version))
}

/// Whether looking is one of these jobs.
pub(crate) fn is_among(jobs: &[Item], desk: &Desk) -> bool {
    jobs.iter().any(|job| job.id == job_id(desk))
}

/// Looks now, because something may have become free. What cannot be done at this moment is done with the mail.
pub(crate) fn look(app: &App, desk: &Desk, now_ms: i64) {
    let kept = job(&app.store, desk, now_ms).and_then(|job| app.store.put(desk, Shelf::Job, &job));
    if kept.is_ok() {
        run(app, desk, now_ms);
    }
}

/// Looks, if that is due and nobody else does at this moment.
pub(crate) fn run(app: &App, desk: &Desk, now_ms: i64) {
    let taken = app.store.take_job(desk, job_id(desk), UtcMs(now_ms), UtcMs(now_ms + LEASE_MS));
    if let Ok(Some(item)) = taken {
        // What fails is left to whoever looks after the lease.
        drop(done(app, desk, &item, now_ms));
    }
}

/// Looks for whoever has taken the job, and keeps when it is to be looked again.
pub(crate) fn done(app: &App, desk: &Desk, item: &Item, now_ms: i64) -> Result<(), DeskError> {
    let next = pass(app, desk, now_ms)?;
    let kept = match next {
        Some(at_ms) => {
            let job = Job::new(What::Waiting, now_ms).item(item.id, at_ms, None, item.version);
            app.store.put(desk, Shelf::Job, &job).map(drop)
        }
        None => app.store.remove(desk, Shelf::Job, item.id, item.version),
    };
    match kept {
        // Something changed while it was looked: that stays, and is due.
        Err(DeskError::Changed { .. }) => Ok(()),
        kept => kept,
    }
}

/// The id under which a time is offered for a place on the list.
fn offer_id(place: Uuid, therapist: Uuid, start: Moment) -> Uuid {
    let start = u128::from(start.0.unsigned_abs()) << 40;
    Uuid::from_u128(place.as_u128() ^ therapist.as_u128().rotate_left(64) ^ start)
}

/// What a practice's bookings say of those who wait.
struct Stand {
    /// Everything from ninety days ago on that was ever booked or held.
    bookings: Vec<(Uuid, Appointment)>,
    now_ms: i64,
}

impl Stand {
    fn read(store: &Store, desk: &Desk, now_ms: i64) -> Result<Self, DeskError> {
        let from = UtcMs(Moment(Moment::begun(now_ms).0 - BACK).as_ms());
        let items = store.items_between(desk, Shelf::Booking, from, UtcMs(Span::EVER.until.as_ms()))?;
        let bookings = items.into_iter().map(|item: Item<Appointment>| (item.id, item.body)).collect();
        Ok(Self { bookings, now_ms })
    }

    fn live(&self) -> impl Iterator<Item = &Appointment> {
        self.bookings.iter().map(|(_, it)| it).filter(|it| it.booking.is_live(self.now_ms))
    }

    fn offered(&self, place: Uuid) -> impl Iterator<Item = &Appointment> {
        self.bookings.iter().map(|(_, it)| it).filter(move |it| it.waited == Some(place))
    }

    /// Until when something is held for a place on the list, in milliseconds since 1970 UTC.
    fn held(&self, place: Uuid) -> Option<i64> {
        self.offered(place).filter(|it| it.booking.is_live(self.now_ms)).find_map(|it| match it.booking.state {
            State::Held { until_ms } => Some(until_ms),
            _ => None,
        })
    }

    /// Whether what was waited for is booked.
    fn is_booked(&self, place: Uuid) -> bool {
        let booked = |it: &Appointment| matches!(it.booking.state, State::Booked | State::Started | State::Done { .. });
        self.offered(place).any(booked)
    }
}

/// What is held for somebody who waits: until when, in milliseconds since 1970 UTC, by the ids of their places on the list.
pub(crate) fn held(store: &Store, desk: &Desk, now_ms: i64) -> Result<BTreeMap<Uuid, i64>, DeskError> {
    let stand = Stand::read(store, desk, now_ms)?;
    let places = stand.bookings.iter().filter_map(|(_, it)| it.waited);
    Ok(places.filter_map(|place| Some((place, stand.held(place)?))).collect())
}

/// Offers what is free to those who wait; when to look again, in milliseconds since 1970 UTC, nothing where nobody waits.
fn pass(app: &App, desk: &Desk, now_ms: i64) -> Result<Option<i64>, DeskError> {
    let store = &app.store;
    let mut places = all(store, desk)?;
    if places.is_empty() {
        return Ok(None);
    }
    let Some(office) = Office::beside(app, desk, now_ms)? else { return Ok(Some(now_ms + AGAIN_MS)) };
    let stand = Stand::read(store, desk, now_ms)?;
    let (now, rules) = (Moment::begun(now_ms), office.page.mail.rules);
    let today = office.zone.wall(now).map_or(Date::ZERO, |(date, _)| date);
    let mut kept = Vec::new();
    for place in places.drain(..) {
        // What was waited for is booked, or the last day is over.
        if stand.is_booked(place.id) || place.it.waiting.until < today {
            leave(store, desk, &place)?;
        } else {
            kept.push(place);
        }
    }
    if kept.is_empty() {
        return Ok(None);
    }
    let open: Vec<i64> = kept.iter().filter_map(|place| stand.held(place.id)).collect();
    let asked: Vec<&Place> = kept.iter().filter(|place| stand.held(place.id).is_none()).collect();
    let candidates = candidates(store, &office, &stand, &asked)?;
    let all_taken: Vec<Taken> = stand.live().map(|it| taken(&it.booking)).collect();
    let terms = Terms { held: office.page.offer_held, rules: &rules, now_ms };
    let mut next = open.into_iter().fold(now_ms + AGAIN_MS, i64::min);
    let services: Vec<_> = office.offered().cloned().collect();
    for offer in offers(&office.at(now, &all_taken), &services, &candidates, &terms) {
        let Some(place) = asked.get(offer.candidate) else { continue };
        next = next.min(offer.until_ms);
        keep(app, &office, place, &offer, now_ms)?;
    }
    Ok(Some(awake(&office, &rules, now_ms).unwrap_or(next)))
}

/// The end of the quiet hours, in them.
fn awake(office: &Office, rules: &Rules, now_ms: i64) -> Option<i64> {
    rules.is_quiet(&office.zone, now_ms).then(|| rules.awake(&office.zone, now_ms))
}

/// Those to whom something can be offered, with what else they have.
fn candidates<'a>(
    store: &Store,
    office: &Office,
    stand: &Stand,
    places: &[&'a Place],
) -> Result<Vec<Candidate<'a>>, DeskError> {
    let mut found = Vec::new();
    for place in places {
        let waiting = &place.it.waiting;
        let theirs: Vec<&Appointment> = stand.live().filter(|it| it.booking.client == waiting.client).collect();
        let day = |it: &&Appointment| office.zone.wall(it.booking.hands.from).map(|(day, _)| day);
        let of_course = |it: &&&Appointment| it.planned.is_some() && it.planned == place.it.planned;
        let last = theirs.iter().filter(of_course).max_by_key(|it| it.booking.hands.from);
        found.push(Candidate {
            waiting,
            with: last.map(|it| it.booking.therapist),
            days: theirs.iter().filter_map(day).collect(),
            before: stand.offered(place.id).map(|it| (it.booking.therapist, it.booking.hands.from)).collect(),
            busy: busy(store, waiting.client, stand.now_ms, |_| false)?,
        });
    }
    Ok(found)
}

/// Holds a time for somebody, with the message that tells them. Where somebody else was quicker, it is looked again.
fn keep(app: &App, office: &Office, place: &Place, offer: &WaitOffer, now_ms: i64) -> Result<(), DeskError> {
    let waiting = &place.it.waiting;
    let Some(service) = office.service(waiting.service) else { return Ok(()) };
    let id = offer_id(place.id, offer.therapist, offer.start);
    let booking = Booking {
        client: waiting.client,
        therapist: offer.therapist,
        room: offer.room,
        service: service.id,
        course: Some(OfCourse { id: place.id, nth: 1, of: 1 }),
        hands: service.hands(offer.start),
        whole: service.whole(offer.start),
        made: Moment::begun(now_ms),
        state: State::Held { until_ms: offer.until_ms },
        policy: office.page.policy.clone(),
        screened: None,
        late: Minutes(0),
        offered: None,
    };
    let needed: BTreeSet<String> = waiting.needed.clone();
    let it = Appointment::new(booking, place.it.client.clone(), place.it.planned.clone(), needed);
    let entry = Entry::new(id, Appointment { waited: Some(place.id), ..it });
    let job = mail::offer(id, waiting.client, now_ms);
    match app.store.book_with(office.desk(), &[booked(&entry, now_ms)], &[job], UtcMs(now_ms)) {
        Ok(_) | Err(DeskError::Taken { .. } | DeskError::Changed { .. }) => Ok(()),
        Err(why) => Err(why),
    }
}

fn desk_id(desk: &Desk) -> u128 {
    desk.owner().as_uuid().as_u128()
}
