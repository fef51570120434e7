//! Appointments at a practice's desk: read, and kept together with what is told of them.

use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;
use supple_practice::{
    Moment, Span, Taken,
    book::{Booking, State},
};
use supple_store::{Booked, DeskError, Item, Kept, PersonId, PortableEvent, Shelf, Take, UtcMs};
use uuid::Uuid;

use super::{Appointment, Counted, NotKept, Noting, Office, body, hand, unread, value, wait};
use crate::{
    call::{Call, Reply},
    mail,
    pages::trouble,
};

/// So often what is to be told is read anew, while mail is being sent.
const TRIES: usize = 5;

/// What practices keep of a person.
#[derive(Default)]
pub(crate) struct OfClient {
    /// The practices that open, each with their appointments.
    pub(crate) open: Vec<(Office, Vec<Entry>)>,
    /// Why something of it cannot be read now, as a page: the database does not answer.
    pub(crate) unread: Option<Reply>,
    /// Whether a practice, or an appointment there, is damaged: it stands in nobody's way.
    pub(crate) shut: bool,
}

/// An appointment as it was read.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    version: u32,
    pub(crate) it: Appointment,
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

impl Office {
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
    /// beginning; those that were held and are over are left out. What cannot be read keeps nothing else away.
    ///
    /// # Errors
    /// A page, where not even the practices can be named.
    pub(crate) fn of_client(call: &Call, person: Uuid) -> Result<OfClient, Reply> {
        let store = &call.house.app.store;
        let (kept, shut) = store.practices_of(PersonId::from_uuid(person)).map_err(|_| trouble::read(call))?;
        let mut all = OfClient::default();
        for practice in shut {
            // Appointments that are damaged, or a practice that is.
            match Self::open(call, practice.as_uuid()) {
                Err(reply) if store.standing().is_err() => all.unread = Some(reply),
                Ok(_) | Err(_) => all.shut = true,
            }
        }
        for (desk, items) in kept.into_iter().filter(|(desk, _)| desk.is_practice()) {
            let office = match Self::open(call, desk.owner().as_uuid()) {
                Ok(office) => office,
                Err(reply) if reply.status == StatusCode::NOT_FOUND => continue,
                // Where the database answers, it is the practice that does not open.
                Err(_) if store.standing().is_ok() => {
                    all.shut = true;
                    continue;
                }
                Err(reply) => {
                    all.unread = Some(reply);
                    continue;
                }
            };
            let mut entries = Vec::new();
            for item in items {
                let Ok(it) = body::<Appointment>(call, &item) else {
                    all.shut = true;
                    continue;
                };
                if it.booking.client == person && !is_over(&it.booking, call) {
                    entries.push(Entry { id: item.id, version: item.version, it });
                }
            }
            all.open.push((office, entries));
        }
        all.open.sort_by(|(one, _), (other, _)| one.page.name.cmp(&other.page.name));
        Ok(all)
    }

    /// The bookings that meet a span, by their beginning; of each, what `B` takes.
    pub(super) fn bookings<B: DeserializeOwned + Send>(&self, call: &Call, span: Span) -> Result<Vec<Item<B>>, Reply> {
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
        let mut tries = 0;
        loop {
            let told = mail::jobs(store, &self.desk, self, entries, now.0)?;
            let jobs = [&told, beside].concat();
            match store.book_and_note(&self.desk, booked, &jobs, lines, now) {
                // Mail was sent at this moment: what is to be told is another version by now.
                Err(DeskError::Changed { id }) if tries < TRIES && told.iter().any(|job| job.id == id) => tries += 1,
                kept => return Ok((kept?, wait::is_among(&told, &self.desk))),
            }
        }
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
    let Booking { client, therapist, room, whole, hands, state, .. } = &entry.it.booking;
    let live = entry.it.booking.is_live(now_ms);
    let take = |resource, span: &Span| Take { resource, from_step: span.from.0, until_step: span.until.0 };
    // Nobody has two massages at a time in one practice; preparing and cleaning are not theirs.
    let theirs = std::iter::once(take(*client, hands));
    let places = std::iter::once(*therapist).chain(*room).map(|resource| take(resource, whole));
    let takes = if live { theirs.chain(places).collect() } else { Vec::new() };
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
