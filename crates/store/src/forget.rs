//! What others keep about a person: a practice its bookings with them and that they belong to it. It goes with them.

use serde_json::Value;

use crate::counted;
use crate::desk::{self, Desk};
use crate::key::Keys;
use crate::shelf::{Item, ItemRow, Shelf};
use crate::tables::Tables;
use crate::{PersonId, PortableBooking, Store, StoreError};

/// How often it is looked again because somebody else writes at the same time.
const TRIES: u32 = 100;

/// Removes what one owner keeps about a person, whether or not the owner's key opens. Whether there was anything.
///
/// Of bookings that were kept before it stood in clear whom they are about (`unmarked`), only those that open can be told.
fn at(
    tables: &mut dyn Tables,
    keys: &Keys,
    owner: PersonId,
    person: PersonId,
    unmarked: bool,
) -> Result<bool, StoreError> {
    let desk = tables.desk(owner)?.and_then(|row| desk::opened(keys, owner, &row).ok());
    let mut any = false;
    for _ in 0..TRIES {
        let mut rows: Vec<(Shelf, ItemRow)> = Vec::new();
        for shelf in Shelf::ABOUT_SOMEBODY {
            rows.extend(tables.items_about(shelf, owner, person)?.into_iter().map(|row| (shelf, row)));
        }
        if unmarked {
            let found = desk.as_ref().map(|desk| mentioning(tables, desk, person)).transpose()?.unwrap_or_default();
            rows.extend(found.into_iter().map(|row| (Shelf::Booking, row)));
        }
        if rows.is_empty() {
            return Ok(any);
        }
        // One that was changed a moment ago is found again.
        for (shelf, row) in &rows {
            any |= counted::take_out(tables, desk.as_ref(), (*shelf, owner), &row.id, row.version)?;
        }
    }
    Err(StoreError::Busy)
}

/// The bookings of an owner that name a person in their body and do not say in clear whom they are about.
fn mentioning(tables: &mut dyn Tables, desk: &Desk, person: PersonId) -> Result<Vec<ItemRow>, StoreError> {
    let id = person.to_string();
    let mut found = Vec::new();
    let mut after: Option<[u8; 16]> = None;
    loop {
        let page = tables.items(Shelf::Booking, desk.owner(), after.as_ref(), desk::PAGE)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.id);
        let names = |row: &ItemRow| {
            row.about.is_none()
                && desk::open(desk, Shelf::Booking, row, &[0; 32]).is_ok_and(|item| mentions(&item.body, &id))
        };
        found.extend(page.into_iter().filter(names));
    }
}

/// Whether an item that comes from elsewhere is about a person.
pub(crate) fn is_about(shelf: Shelf, item: &Item, person: PersonId) -> bool {
    match (shelf, item.about) {
        (Shelf::Audit | Shelf::Ledger, _) => false,
        (Shelf::Membership, _) => item.id == person.as_uuid(),
        (_, Some(about)) => about == person,
        (shelf, None) => shelf == Shelf::Booking && mentions(&item.body, &person.to_string()),
    }
}

fn mentions(body: &Value, id: &str) -> bool {
    match body {
        Value::String(text) => text == id,
        Value::Array(all) => all.iter().any(|body| mentions(body, id)),
        Value::Object(all) => all.values().any(|body| mentions(body, id)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Who may have something about a person.
fn owners(tables: &mut dyn Tables, person: PersonId, unmarked: bool) -> Result<Vec<PersonId>, StoreError> {
    let mut owners = tables.owners_about(person)?;
    if unmarked {
        owners.extend(tables.owners_unmarked()?);
    }
    owners.sort_unstable();
    owners.dedup();
    Ok(owners)
}

/// Removes everything about a person in a copy that nobody has open.
pub(crate) fn everywhere(tables: &mut dyn Tables, keys: &Keys, person: PersonId) -> Result<(), StoreError> {
    owners(tables, person, true)?.into_iter().try_for_each(|owner| at(tables, keys, owner, person, true).map(drop))
}

impl Store {
    /// The bookings with a person in all practices, and the practices that may have some and do not open.
    ///
    /// # Errors
    /// When the database fails.
    pub fn bookings_of(&self, person: PersonId) -> Result<(Vec<PortableBooking>, Vec<PersonId>), StoreError> {
        let (found, shut) = self.practices_of(person)?;
        let mut bookings = Vec::new();
        for (desk, items) in found {
            bookings.extend(items.into_iter().map(|item| PortableBooking {
                practice: desk.owner(),
                id: item.id,
                at_ms: item.at,
                until_ms: item.until,
                body: item.body,
            }));
        }
        bookings.sort_by_key(|booking| (booking.at_ms, booking.id));
        Ok((bookings, shut))
    }

    /// The owners at whose desks something stands that is, in clear, about a person: their own, and the practices where they
    /// belong, wait or have a booking.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keepers_of(&self, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
        let mut keepers = Vec::new();
        for engine in self.engines.all() {
            keepers.extend(engine.read(|tables| owners(tables, person, false))?);
        }
        Ok(keepers)
    }

    /// The desks at which something about a person is kept, each with their bookings there by their beginning; and those that do
    /// not open. What is about others is not opened, but for bookings that were kept before it stood in clear whom they are about.
    ///
    /// # Errors
    /// When the database fails.
    #[expect(clippy::type_complexity, reason = "pairs of a desk and its bookings, and the rest")]
    pub fn practices_of(&self, person: PersonId) -> Result<(Vec<(Desk, Vec<Item>)>, Vec<PersonId>), StoreError> {
        let (mut open, mut shut) = (Vec::new(), Vec::new());
        for engine in self.engines.all() {
            let (all, unmarked) = engine
                .read(|tables| Ok::<_, StoreError>((owners(tables, person, true)?, tables.owners_unmarked()?)))?;
            for practice in all {
                let rows = engine.read(|tables| {
                    let row = tables.desk(practice)?;
                    let Some(desk) = row.and_then(|row| desk::opened(&self.keys, practice, &row).ok()) else {
                        return Ok(None);
                    };
                    let mut rows = tables.items_about(Shelf::Booking, practice, person)?;
                    // All of them are looked through for that, where there are any at all.
                    if unmarked.contains(&practice) {
                        rows.extend(mentioning(tables, &desk, person)?);
                    }
                    let items = rows.iter().map(|row| desk::open(&desk, Shelf::Booking, row, &[0; 32]).ok());
                    let items = items.collect::<Option<Vec<Item>>>();
                    Ok::<_, StoreError>(items.map(|items| (desk, items)))
                })?;
                match rows {
                    Some((desk, mut items)) => {
                        items.sort_by_key(|item| (item.at, item.id));
                        open.push((desk, items));
                    }
                    None => shut.push(practice),
                }
            }
        }
        Ok((open, shut))
    }

    /// Removes what any owner keeps about a person, owner by owner. Whether there was anything.
    pub(crate) fn forget_beside(&self, person: PersonId, unmarked: bool) -> Result<bool, StoreError> {
        let mut any = false;
        for engine in self.engines.all() {
            for owner in engine.read(|tables| owners(tables, person, unmarked))? {
                let keys = self.keys.clone();
                let forget = move |tables: &mut dyn Tables| at(tables, &keys, owner, person, unmarked);
                any |= engine.write_and_scrub(forget)?.0;
            }
        }
        Ok(any)
    }
}
