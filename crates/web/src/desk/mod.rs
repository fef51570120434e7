//! A practice's desk: what is kept there, read and written.

mod appointments;
mod busy;
pub(crate) mod calendar;
pub(crate) mod hand;
mod ids;
mod kept;
pub(crate) mod ledger;
mod noting;
mod review;
pub(crate) mod wait;

pub(crate) use appointments::{Entry, OfClient, booked, taken};
pub(crate) use busy::busy;
pub use calendar::read_due;
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
    Moment, Practice, Service, Span, Taken, Therapist, Zone, holiday::Region, licence::Jurisdiction,
};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf};
use uuid::Uuid;

use crate::{
    App,
    access::{Authorized, Does, On},
    call::{Call, Reply},
    pages::trouble,
    record::NotWritten,
};

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

    /// The services that can be booked.
    pub(crate) fn offered(&self) -> impl Iterator<Item = &Service> {
        self.page.services.iter().filter(|service| !service.ended)
    }

    pub(crate) fn service(&self, id: Uuid) -> Option<&Service> {
        self.page.services.iter().find(|service| service.id == id)
    }

    /// Adds a line to the practice's audit: who sees or does what. It stands there before what it says is done: a line too many
    /// rather than one too few. Beside bookings it is kept with them, see [`Office::book_and_note`].
    pub(crate) fn note(&self, call: &Call, what: &str, id: Uuid, reason: Option<&str>) -> Result<(), NotKept> {
        let line = Noting { what, id, reason };
        call.house.app.store.note(&self.desk, call.now.at, line.body(call))?;
        Ok(())
    }
}
