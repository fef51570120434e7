//! A practice's desk: what is kept there, read and written.

mod busy;
pub(crate) mod hand;
mod ids;
mod kept;
pub(crate) mod ledger;
mod noting;
mod review;
pub(crate) mod wait;

pub(crate) use busy::busy;
pub(crate) use ids::{fresh_id, id_of_form};
pub use kept::unreadable_item;
pub(crate) use kept::{Agreed, Appointment, Brief, Counted, Mails, Note, Noted, Opening, Page, Three, offer_held};
pub(crate) use noting::Noting;
pub(crate) use review::again;

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize as _, de::DeserializeOwned};
use serde_json::Value;
use supple_practice::{
    Moment, Practice, Service, Span, Taken, Therapist, Zone,
    book::{Booking, State},
    holiday::Region,
    licence::Jurisdiction,
};
use supple_store::{Booked, Desk, DeskError, Item, Kept, PersonId, PortableEvent, Shelf, Take, UtcMs};
use uuid::Uuid;

use crate::{
    App,
    access::{Authorized, Does, On},
    call::{Call, Reply},
    mail,
    pages::trouble,
    record::NotWritten,
};

/// So often what is to be told is read anew, while mail is being sent.
const TRIES: usize = 5;

/// A practice with everything that decides whether a time is free.
pub(crate) struct Office {
    desk: Desk,
    version: u32,
    pub(crate) page: Page,
    pub(crate) place: Jurisdiction,
    pub(crate) zone: Zone,
    pub(crate) therapists: Vec<Therapist>,
    /// The holidays on which it is closed, as far ahead as it can be booked, each with its name.
    pub(crate) closed: BTreeMap<Date, String>,
    versions: Vec<u32>,
}

/// An appointment as it was read.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    version: u32,
    pub(crate) it: Appointment,
}

/// Why something was not kept.
pub(crate) enum NotKept {
    /// Somebody else has the time by now.
    Taken,
    /// Somebody else wrote in between.
    Changed,
    /// The disk, the file, or what stands in it.
    Store(NotWritten),
}

impl From<DeskError> for NotKept {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Taken { .. } => Self::Taken,
            DeskError::Changed { .. } => Self::Changed,
            DeskError::TooLarge => Self::Store(NotWritten::Large),
            DeskError::Broken(_) => Self::Store(NotWritten::Broken),
            DeskError::Store(why) => Self::Store(why.into()),
            _ => Self::Store(NotWritten::Store),
        }
    }
}

/// The zone of this name, if the computer knows it.
pub(crate) fn zone_of(name: &str) -> Option<Zone> {
    TimeZone::get(name).ok().map(Zone::new)
}

impl Call {
    /// What places ask of therapists.
    pub(crate) fn places(&self) -> Result<&[Jurisdiction], Reply> {
        self.house.app.library.places().map_err(|_| trouble::library(self))
    }

    /// When a client has something else, in any practice, but for these bookings; a page that says so where it cannot be read.
    pub(crate) fn busy(&self, client: Uuid, but: impl Fn(Uuid) -> bool) -> Result<Vec<Span>, Reply> {
        busy(&self.house.app.store, client, self.now.at.0, but).map_err(|_| trouble::read(self))
    }

    /// The public holidays of regions.
    pub(crate) fn regions(&self) -> Result<&[Region], Reply> {
        self.house.app.library.holidays().map_err(|_| trouble::library(self))
    }

    /// The present step, for a practice.
    pub(crate) fn moment(&self) -> Moment {
        Moment::begun(self.now.at.0)
    }

    /// The practices that open, in the order of their names. One that does not stands in nobody's way.
    pub(crate) fn offices(&self) -> Result<Vec<Office>, Reply> {
        self.all_offices().map(|(offices, _)| offices)
    }

    /// The practices that open, and the ids of those that do not.
    pub(crate) fn all_offices(&self) -> Result<(Vec<Office>, Vec<Uuid>), Reply> {
        let practices = self.house.app.store.practices().map_err(|_| trouble::read(self))?;
        let (mut open, mut shut) = (Vec::new(), Vec::new());
        for id in practices.into_iter().map(PersonId::as_uuid) {
            match Office::open(self, id) {
                Ok(office) => open.push(office),
                Err(_) => shut.push(id),
            }
        }
        open.sort_by(|one: &Office, other| one.page.name.cmp(&other.page.name));
        Ok((open, shut))
    }
}

/// The holidays on which a practice is closed, from the day before yesterday until what can be booked has ended.
fn closed(page: &Page, zone: &Zone, regions: &[Region], now_ms: i64) -> BTreeMap<Date, String> {
    let (Some(keeps), Some((today, _))) = (&page.holidays, zone.wall(Moment::begun(now_ms))) else {
        return BTreeMap::new();
    };
    let from = today.saturating_sub(jiff::Span::new().days(2));
    let until = today.saturating_add(jiff::Span::new().days(i64::from(page.horizon_days) + 3));
    keeps.dates(regions, from, until)
}

/// Why something cannot be read, as a page.
fn unread(call: &Call, error: &DeskError) -> Reply {
    match error {
        DeskError::Unknown { .. } => trouble::not_found(call),
        DeskError::Broken(_) => trouble::broken(call),
        _ => trouble::read(call),
    }
}

fn body<T: DeserializeOwned>(call: &Call, item: &Item) -> Result<T, Reply> {
    T::deserialize(&item.body).map_err(|_| trouble::broken(call))
}

/// A body is plain data: writing it into memory does not fail.
fn value(body: &impl serde::Serialize) -> Value {
    serde_json::to_value(body).unwrap_or_default()
}

impl Office {
    /// Opens a practice by its id; the page that there is none, where it is no practice's.
    pub(crate) fn open(call: &Call, id: Uuid) -> Result<Self, Reply> {
        let store = &call.house.app.store;
        let read = |error| unread(call, &error);
        let desk = store.known_desk(PersonId::from_uuid(id)).map_err(read)?.filter(Desk::is_practice);
        let desk = desk.ok_or_else(|| trouble::not_found(call))?;
        let item = store.item(&desk, Shelf::Practice, id).map_err(read)?.ok_or_else(|| trouble::not_found(call))?;
        let page: Page = body(call, &item)?;
        let items = store.items(&desk, Shelf::Therapist).map_err(read)?;
        let therapists = items.iter().map(|item| body(call, item)).collect::<Result<Vec<Therapist>, _>>()?;
        let place = call.places()?.iter().find(|place| place.id == page.place).cloned();
        let zone = zone_of(&page.zone).ok_or_else(|| trouble::library(call))?;
        Ok(Self {
            place: place.ok_or_else(|| trouble::library(call))?,
            closed: closed(&page, &zone, call.regions()?, call.now.at.0),
            zone,
            version: item.version,
            versions: items.iter().map(|item| item.version).collect(),
            desk,
            page,
            therapists,
        })
    }

    /// Opens a practice for what is done beside requests; nothing where it cannot be read now.
    pub(crate) fn beside(app: &App, desk: &Desk, now_ms: i64) -> Result<Option<Self>, DeskError> {
        let Some(item) = app.store.item(desk, Shelf::Practice, desk.owner().as_uuid())? else { return Ok(None) };
        let items = app.store.items(desk, Shelf::Therapist)?;
        let therapists = items.iter().map(|item| Therapist::deserialize(&item.body)).collect::<Result<Vec<_>, _>>();
        let library = (app.library.places(), app.library.holidays());
        let (Ok(page), Ok(therapists), (Ok(places), Ok(regions))) =
            (Page::deserialize(&item.body), therapists, library)
        else {
            return Ok(None);
        };
        let place = places.iter().find(|place| place.id == page.place).cloned();
        let Some((place, zone)) = place.zip(zone_of(&page.zone)) else { return Ok(None) };
        let versions = items.iter().map(|item| item.version).collect();
        let closed = closed(&page, &zone, regions, now_ms);
        Ok(Some(Self { desk: desk.clone(), version: item.version, page, place, zone, therapists, closed, versions }))
    }

    /// Opens the practice that the address names behind `/practice/`, for an act there.
    pub(crate) fn of_path<A: Does>(call: &Call, act: A) -> Result<(Self, Authorized<A>), Reply> {
        let id = call.path.split('/').nth(2).and_then(|id| Uuid::try_parse(id).ok());
        let id = id.ok_or_else(|| trouble::not_found(call))?;
        let authorized = call.may(act, On::practice(id))?;
        Ok((Self::open(call, id)?, authorized))
    }

    /// Where everything of the practice is kept.
    pub(crate) const fn desk(&self) -> &Desk {
        &self.desk
    }

    pub(crate) fn id(&self) -> Uuid {
        self.desk.owner().as_uuid()
    }

    /// Makes a practice.
    pub(crate) fn make(call: &Call, page: &Page) -> Result<Uuid, NotKept> {
        Ok(call.house.app.store.create_practice(value(page))?.owner().as_uuid())
    }

    /// Keeps the practice's own page.
    pub(crate) fn keep_page(&self, call: &Call, page: &Page) -> Result<(), NotKept> {
        let item = Item { id: self.id(), at: None, until: None, about: None, version: self.version, body: value(page) };
        call.house.app.store.put(&self.desk, Shelf::Practice, &item)?;
        wait::look(&call.house.app, &self.desk, call.now.at.0);
        Ok(())
    }

    /// Keeps a therapist, new or known.
    pub(crate) fn keep_therapist(&self, call: &Call, therapist: &Therapist) -> Result<(), NotKept> {
        let known = self.therapists.iter().zip(&self.versions).find(|(known, _)| known.id == therapist.id);
        let version = known.map_or(0, |(_, version)| *version);
        let item = Item { id: therapist.id, at: None, until: None, about: None, version, body: value(therapist) };
        call.house.app.store.put(&self.desk, Shelf::Therapist, &item)?;
        wait::look(&call.house.app, &self.desk, call.now.at.0);
        Ok(())
    }

    /// The appointments that meet a span, by their beginning; those that were held and are over are left out.
    pub(crate) fn entries(&self, call: &Call, span: Span) -> Result<Vec<Entry>, Reply> {
        let items = self.bookings::<Appointment>(call, span)?.into_iter();
        let items = items.filter(|item| !is_over(&item.body.booking, call));
        Ok(items.map(|item| Entry { id: item.id, version: item.version, it: item.body }).collect())
    }

    /// What is counted of all appointments; those that were held and are over are left out.
    pub(crate) fn counted(&self, call: &Call) -> Result<Vec<Counted>, Reply> {
        let items = self.bookings::<Counted>(call, Span::EVER)?.into_iter().map(|item| item.body);
        Ok(items.filter(|it| !is_over(&it.booking, call)).collect())
    }

    /// The practices that keep something about a person, in the order of their names, each with their appointments by their
    /// beginning; those that were held and are over are left out. A practice that does not open stands in nobody's way.
    pub(crate) fn of_client(call: &Call, person: Uuid) -> Result<Vec<(Self, Vec<Entry>)>, Reply> {
        let kept = call.house.app.store.practices_of(PersonId::from_uuid(person));
        let (kept, shut) = kept.map_err(|_| trouble::read(call))?;
        // It is the appointments that are damaged, where the practice itself opens.
        if shut.iter().any(|practice| Self::open(call, practice.as_uuid()).is_ok()) {
            return Err(trouble::broken(call));
        }
        let mut found = Vec::new();
        for (desk, items) in kept.into_iter().filter(|(desk, _)| desk.is_practice()) {
            let Ok(office) = Self::open(call, desk.owner().as_uuid()) else { continue };
            let mut entries = Vec::new();
            for item in items {
                let it: Appointment = body(call, &item)?;
                if it.booking.client == person && !is_over(&it.booking, call) {
                    entries.push(Entry { id: item.id, version: item.version, it });
                }
            }
            found.push((office, entries));
        }
        found.sort_by(|(one, _), (other, _)| one.page.name.cmp(&other.page.name));
        Ok(found)
    }

    /// The bookings that meet a span, by their beginning; of each, what `B` takes.
    fn bookings<B: DeserializeOwned + Send>(&self, call: &Call, span: Span) -> Result<Vec<Item<B>>, Reply> {
        let (from, until) = (UtcMs(span.from.as_ms()), UtcMs(span.until.as_ms()));
        let items = call.house.app.store.items_between(&self.desk, Shelf::Booking, from, until);
        items.map_err(|error| unread(call, &error))
    }

    /// The appointment that a form or an address names; a page that says so if there is none.
    pub(crate) fn entry(&self, call: &Call, id: Option<&str>) -> Result<Entry, Reply> {
        let id = id.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| trouble::not_found(call))?;
        let item = call.house.app.store.item(&self.desk, Shelf::Booking, id);
        let item = item.map_err(|error| unread(call, &error))?.ok_or_else(|| trouble::not_found(call))?;
        let it: Appointment = body(call, &item)?;
        if is_over(&it.booking, call) {
            return Err(trouble::not_found(call));
        }
        Ok(Entry { id: item.id, version: item.version, it })
    }

    /// Everything from yesterday on that keeps somebody busy.
    pub(crate) fn taken(&self, call: &Call) -> Result<Vec<Taken>, Reply> {
        let span = Span { from: Moment(call.moment().0 - 576), until: Span::EVER.until };
        let live = |entry: &Entry| entry.it.booking.is_live(call.now.at.0);
        Ok(self.entries(call, span)?.iter().filter(|entry| live(entry)).map(|entry| taken(&entry.it.booking)).collect())
    }

    /// The practice at this moment.
    pub(crate) fn now<'a>(&'a self, call: &Call, taken: &'a [Taken]) -> Practice<'a> {
        self.at(call.moment(), taken)
    }

    /// The practice at a moment.
    pub(crate) fn at<'a>(&'a self, now: Moment, taken: &'a [Taken]) -> Practice<'a> {
        Practice {
            zone: &self.zone,
            place: &self.place,
            therapists: &self.therapists,
            rooms: &self.page.rooms,
            taken,
            now,
            notice: self.page.notice,
            horizon_days: self.page.horizon_days,
            closed: &self.closed,
        }
    }

    /// Today in the practice's zone.
    pub(crate) fn today(&self, call: &Call) -> Date {
        self.zone.wall(call.moment()).map_or(Date::ZERO, |(date, _)| date)
    }

    pub(crate) fn therapist(&self, id: Uuid) -> Option<&Therapist> {
        self.therapists.iter().find(|therapist| therapist.id == id)
    }

    pub(crate) fn service(&self, id: Uuid) -> Option<&Service> {
        self.page.services.iter().find(|service| service.id == id)
    }

    /// Keeps appointments, all or none; each new one has version 0. What took place, or did not after all, is told to the
    /// client's record.
    pub(crate) fn book(&self, call: &Call, entries: &[Entry]) -> Result<Kept, NotKept> {
        self.book_and_note(call, entries, &[])
    }

    /// As [`Office::book`], with lines of the practice's audit: either both are kept or neither is.
    pub(crate) fn book_and_note(&self, call: &Call, entries: &[Entry], lines: &[Noting<'_>]) -> Result<Kept, NotKept> {
        self.book_beside(call, entries, lines, &[])
    }

    /// The same with jobs that are kept beside, all or none.
    pub(crate) fn book_beside(
        &self,
        call: &Call,
        entries: &[Entry],
        lines: &[Noting<'_>],
        beside: &[Item],
    ) -> Result<Kept, NotKept> {
        let (entries, told) = hand::with_news(call, self, entries);
        let booked: Vec<Booked> = entries.iter().map(|entry| booked(entry, call.now.at.0)).collect();
        let lines: Vec<Value> = lines.iter().map(|line| line.body(call)).collect();
        let (kept, frees) = self.book_and_mail(call, &entries, &booked, (&lines, beside))?;
        if matches!(kept, Kept::Now(_)) {
            hand::over(call, told);
            if frees {
                wait::run(&call.house.app, &self.desk, call.now.at.0);
            }
        }
        Ok(kept)
    }

    /// Keeps appointments together with what is to be told of them by mail; and whether times became free by that.
    fn book_and_mail(
        &self,
        call: &Call,
        entries: &[Entry],
        booked: &[Booked],
        (lines, beside): (&[Value], &[Item]),
    ) -> Result<(Kept, bool), DeskError> {
        let (store, now) = (&call.house.app.store, call.now.at);
        for _ in 0..TRIES {
            let told = mail::jobs(store, &self.desk, self, entries, now.0)?;
            let jobs = [&told, beside].concat();
            match store.book_and_note(&self.desk, booked, &jobs, lines, now) {
                // Mail was sent at this moment: what is to be told is another version by now.
                Err(DeskError::Changed { id }) if told.iter().any(|job| job.id == id) => {}
                kept => return Ok((kept?, wait::is_among(&told, &self.desk))),
            }
        }
        Ok((store.book_and_note(&self.desk, booked, beside, lines, now)?, false))
    }

    /// Keeps appointments with a line of the audit, and tells the client's record something beside, which is kept with the first
    /// of them.
    pub(crate) fn book_and_tell(
        &self,
        call: &Call,
        entries: &[Entry],
        event: PortableEvent,
        line: Noting<'_>,
    ) -> Result<Kept, NotKept> {
        let mut entries = entries.to_vec();
        let client = entries.first().map(|entry| PersonId::from_uuid(entry.it.booking.client));
        if let Some(first) = entries.first_mut() {
            first.it.handed.push(event.clone());
        }
        let kept = self.book_and_note(call, &entries, &[line])?;
        hand::over(call, client.map(|client| (client, event)).into_iter().collect());
        Ok(kept)
    }

    /// Adds a line to the practice's audit: who sees or does what. It stands there before what it says is done: a line too many
    /// rather than one too few. Beside bookings it is kept with them, see [`Office::book_and_note`].
    pub(crate) fn note(&self, call: &Call, what: &str, id: Uuid, reason: Option<&str>) -> Result<(), NotKept> {
        let line = Noting { what, id, reason };
        call.house.app.store.note(&self.desk, call.now.at, line.body(call))?;
        Ok(())
    }
}

impl Entry {
    /// How often it was written.
    pub(crate) const fn version(&self) -> u32 {
        self.version
    }

    /// A new one.
    pub(crate) const fn new(id: Uuid, it: Appointment) -> Self {
        Self { id, version: 0, it }
    }
}

/// Whether it was held, and that is over: then it is as if it had never been.
fn is_over(booking: &Booking, call: &Call) -> bool {
    matches!(booking.state, State::Held { .. }) && !booking.is_live(call.now.at.0)
}

pub(crate) fn taken(booking: &Booking) -> Taken {
    Taken { therapist: booking.therapist, room: booking.room, whole: booking.whole, hands: booking.hands }
}

/// An appointment as the store keeps it, with what it takes.
pub(crate) fn booked(entry: &Entry, now_ms: i64) -> Booked {
    let Booking { therapist, room, whole, state, .. } = &entry.it.booking;
    let live = entry.it.booking.is_live(now_ms);
    let take = |resource| Take { resource, from_step: whole.from.0, until_step: whole.until.0 };
    let takes = if live { std::iter::once(*therapist).chain(*room).map(take).collect() } else { Vec::new() };
    let held_until = match state {
        State::Held { until_ms } => Some(UtcMs(*until_ms)),
        _ => None,
    };
    let item = Item {
        id: entry.id,
        at: Some(UtcMs(whole.from.as_ms())),
        until: Some(UtcMs(whole.until.as_ms())),
        about: Some(PersonId::from_uuid(entry.it.booking.client)),
        version: entry.version,
        body: value(&entry.it),
    };
    Booked { item, takes, held_until }
}
