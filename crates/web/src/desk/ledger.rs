//! A practice's ledger, read and added to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use supple_practice::{
    Moment, Span,
    ledger::{Books, Cost, Entry as Entered, For, Line, NotEntered, cost, digits, written},
};
use supple_store::{DeskError, Shelf};
use uuid::Uuid;

use super::{Entry, NotKept, Office, fresh_id, value};
use crate::{
    call::{Call, Reply},
    pages::trouble,
};

/// So often it is judged anew, where somebody else enters something at the same time.
const TRIES: usize = 20;
/// The most sessions that are settled with packages in one go.
const AT_ONCE: usize = 200;

/// An entry as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    entry: Entered,
    /// On which day, on the clock of the practice.
    on: Date,
    /// The id of the form or act that entered it: sent twice, it is entered once.
    key: Uuid,
    /// Who entered it; nothing where nobody signs in.
    by: Option<String>,
}

/// What the ledger and the bookings of a practice come to.
pub(crate) struct Till {
    pub(crate) books: Books,
    pub(crate) bookings: BTreeMap<Uuid, Entry>,
    /// The name of each client who has a booking, as it was in the last one.
    pub(crate) names: BTreeMap<Uuid, String>,
    /// What was entered with which form.
    entered: Vec<(Uuid, Entered)>,
}

/// Why nothing was entered.
pub(crate) enum Refused {
    Not(NotEntered),
    Kept(NotKept),
}

impl From<DeskError> for Refused {
    fn from(error: DeskError) -> Self {
        Self::Kept(error.into())
    }
}

impl Till {
    /// Reads everything; a page that says so where it cannot be read.
    pub(crate) fn open(call: &Call, office: &Office) -> Result<Self, Reply> {
        let items = call.house.app.store.items(office.desk(), Shelf::Ledger).map_err(|_| trouble::broken(call))?;
        let (mut lines, mut entered) = (Vec::with_capacity(items.len()), Vec::new());
        for item in items {
            let kept = Kept::deserialize(&item.body).map_err(|_| trouble::broken(call))?;
            let number = u64::try_from(item.id.as_u128()).map_err(|_| trouble::broken(call))?;
            entered.push((kept.key, kept.entry.clone()));
            lines.push(Line { number, on: kept.on, entry: kept.entry });
        }
        let mut entries = office.entries(call, Span::EVER)?;
        entries.sort_by_key(|entry| entry.it.booking.hands.from);
        let names = entries.iter().map(|entry| (entry.it.booking.client, entry.it.client.clone())).collect();
        let bookings = entries.into_iter().map(|entry| (entry.id, entry)).collect();
        Ok(Self { books: Books::of(&lines), bookings, names, entered })
    }

    /// What a session costs, with its client and service; nothing where it costs nothing.
    pub(crate) fn owed(&self, office: &Office, booking: Uuid) -> Option<(Uuid, Uuid, Cost)> {
        let booking = &self.bookings.get(&booking)?.it.booking;
        let price = office.service(booking.service)?.price;
        Some((booking.client, booking.service, cost(booking, price)?))
    }

    /// The sessions that cost something, with what of it is open, by their beginning.
    pub(crate) fn sessions<'a>(&'a self, office: &'a Office) -> impl Iterator<Item = (&'a Entry, Cost, i64)> {
        let cost = |entry: &'a Entry| {
            let (_, _, cost) = self.owed(office, entry.id)?;
            Some((entry, cost, self.books.open(entry.id, cost)))
        };
        let mut all: Vec<_> = self.bookings.values().filter_map(cost).collect();
        all.sort_by_key(|(entry, ..)| entry.it.booking.hands.from);
        all.into_iter()
    }

    fn day(office: &Office, at: Moment) -> Option<Date> {
        office.zone.wall(at).map(|(day, _)| day)
    }

    /// What is to be entered next so that packages and sessions fit: what was taken for a session that does not cost its
    /// whole price goes back, and what does is taken from the package that runs out first.
    fn next(&self, office: &Office) -> Option<(Entered, Date)> {
        let whole = |booking: Uuid| self.owed(office, booking).filter(|(_, _, cost)| cost.percent == 100);
        let today = |entry: &Entry| Self::day(office, entry.it.booking.hands.from);
        let gone = self.books.used.iter().find(|(booking, _)| {
            // Of somebody who was erased the booking is gone; what they used stays used.
            self.bookings.contains_key(booking) && whole(**booking).is_none()
        });
        if let Some((booking, (used, _))) = gone {
            let on = self.bookings.get(booking).and_then(today)?;
            return Some((Entered::GivenBack { used: *used }, on));
        }
        let open = self.bookings.values().filter(|entry| {
            let paid = self.books.paid.get(&entry.id).is_some_and(|paid| *paid > 0);
            !paid && !self.books.used.contains_key(&entry.id)
        });
        let mut open: Vec<&Entry> = open.collect();
        open.sort_by_key(|entry| (entry.it.booking.hands.from, entry.id));
        open.into_iter().find_map(|entry| {
            let ((client, service, _), on) = whole(entry.id).zip(today(entry))?;
            let sale = self.books.package_for(client, service, on)?;
            Some((Entered::Used { sale: sale.number, booking: entry.id }, on))
        })
    }
}

/// Enters something that was read from a form with this id, if what stands there allows it; then settles.
pub(crate) fn enter(call: &Call, office: &Office, key: Uuid, entry: &Entered) -> Result<Result<(), Refused>, Reply> {
    let on = office.today(call);
    for _ in 0..TRIES {
        let till = Till::open(call, office)?;
        // The same form once more; another one of the same page is another entry.
        if till.entered.iter().any(|(known, it)| *known == key && it == entry) {
            return Ok(Ok(()));
        }
        let session = match entry {
            Entered::Paid { for_what: For::Session(booking), .. } | Entered::Used { booking, .. } => Some(*booking),
            _ => None,
        };
        let owed = session.and_then(|booking| till.owed(office, booking));
        if let Err(why) = till.books.check(entry, on, owed) {
            return Ok(Err(Refused::Not(why)));
        }
        match append(call, office, &till, key, entry, on) {
            Ok(_) => {
                settle(call, office);
                return Ok(Ok(()));
            }
            Err(DeskError::Changed { .. }) => {}
            Err(why) => return Ok(Err(why.into())),
        }
    }
    Ok(Err(Refused::Kept(NotKept::Changed)))
}

fn append(call: &Call, office: &Office, till: &Till, key: Uuid, entry: &Entered, on: Date) -> Result<u64, DeskError> {
    let by = call.visit.signed.as_ref().and_then(|_| Some(call.visit.open.as_ref()?.name.clone()));
    let body = value(&Kept { entry: entry.clone(), on, key, by });
    call.house.app.store.enter(office.desk(), call.now.at, till.books.entries, body)
}

/// Takes sessions from packages and puts them back, as far as what became of them asks for it. What cannot be entered now is
/// entered the next time.
pub(crate) fn settle(call: &Call, office: &Office) {
    let Ok(mut till) = Till::open(call, office) else { return };
    for _ in 0..AT_ONCE {
        if till.books.sales.is_empty() {
            return;
        }
        let Some((entry, on)) = till.next(office) else { return };
        let allowed = match &entry {
            Entered::Used { booking, .. } => till.books.check(&entry, on, till.owed(office, *booking)),
            _ => till.books.check(&entry, on, None),
        };
        let entered = allowed.is_ok().then(|| append(call, office, &till, fresh_id(call), &entry, on));
        match entered {
            Some(Ok(number)) => till.books.add(&Line { number, on, entry }),
            // Somebody else entered something: what is to be settled is judged by that.
            Some(Err(DeskError::Changed { .. })) => match Till::open(call, office) {
                Ok(read) => till = read,
                Err(_) => return,
            },
            Some(Err(_)) | None => return,
        }
    }
}

impl Office {
    /// Digits behind the point of the practice's money; two where it has not said which money that is.
    pub(crate) fn digits(&self) -> u32 {
        digits(&self.page.currency).unwrap_or(2)
    }

    /// An amount of the practice's money, with its currency where it has said so.
    pub(crate) fn money(&self, amount: i64) -> String {
        format!("{} {}", written(amount, self.digits()), self.page.currency).trim_end().to_owned()
    }
}
