//! A practice as plain data: to move to another house with everything that is its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::book::{self, Booked, Take};
use crate::counted;
use crate::desk::{self, Desk};
use crate::forget;
use crate::profile::is_text;
use crate::shelf::{Item, Shelf};
use crate::witness::Chain;
use crate::{
    AppendError, DeskError, ImportError, NewEvent, PersonId, PinError, Portable, ReadError, Store, StoreError, UtcMs,
    portable,
};

/// The name and version of the form.
const FORMAT: &str = "supple-practice/1";

/// Everything of one practice. Whoever holds it can read it: it is not sealed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortablePractice {
    /// The form: `supple-practice/1`.
    pub format: String,
    /// Which practice it is.
    pub practice: PersonId,
    /// What it keeps, by the names of the shelves.
    pub shelves: BTreeMap<String, Vec<PortableItem>>,
    /// The records of its people that open without a PIN.
    pub people: Vec<Portable>,
    /// Members and clients whose records are not in here: they have a PIN, were erased, or have none.
    pub left_out: Vec<PersonId>,
    /// The versions of the knowledge that the decisions in these records name, as in [`Portable::knowledge`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub knowledge: BTreeMap<String, String>,
}

/// What taking in a practice came to.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// The practice.
    pub desk: Desk,
    /// How many records of its people came along.
    pub records: u64,
    /// Whose records stayed out: they were erased here, or are here with a PIN.
    pub left_out: Vec<PersonId>,
}

/// One item of a practice.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortableItem {
    /// Its id.
    pub id: Uuid,
    /// When it begins or is due, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<UtcMs>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<UtcMs>,
    /// Whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<PersonId>,
    /// What a booking takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
    /// Until when a booking is only held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until_ms: Option<UtcMs>,
    /// The content.
    pub body: Value,
}

/// Shows no content: it does not reach a log.
impl fmt::Debug for PortablePractice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortablePractice").field("practice", &self.practice).finish_non_exhaustive()
    }
}

/// Shows the id only.
impl fmt::Debug for PortableItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortableItem").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Store {
    /// Everything of a practice, with the records of its people as far as they open without a PIN.
    ///
    /// # Errors
    /// When something does not open, a record is not whole, or the database fails.
    pub fn export_practice(&self, desk: &Desk, now: UtcMs) -> Result<PortablePractice, DeskError> {
        let mut shelves = BTreeMap::new();
        let occupied = self.occupied(desk)?;
        for shelf in Shelf::ALL {
            let items = self.items(desk, shelf)?.into_iter().map(|item| {
                let its = || occupied.iter().filter(|it| shelf == Shelf::Booking && it.item == *item.id.as_bytes());
                PortableItem {
                    id: item.id,
                    at_ms: item.at,
                    until_ms: item.until,
                    about: item.about,
                    takes: its().map(|it| it.take).collect(),
                    held_until_ms: its().find_map(|it| it.held_until).map(UtcMs),
                    body: item.body,
                }
            });
            shelves.insert(shelf.name().to_owned(), items.collect::<Vec<_>>());
        }
        // Whoever belongs to it, and whoever has a booking there.
        let members = shelves.get(Shelf::Membership.name()).into_iter().flatten();
        let mut everybody: BTreeSet<PersonId> = members.map(|member| PersonId::from_uuid(member.id)).collect();
        everybody.extend(shelves.values().flatten().filter_map(|item| item.about));
        let (mut people, mut left_out) = (Vec::new(), Vec::new());
        for person in everybody {
            let record = match self.unlock(person, None, now) {
                Ok(key) => self.export(&key),
                Err(PinError::Store(error)) => return Err(error.into()),
                Err(PinError::Broken(link)) => return Err(link.into()),
                Err(_) => Err(ReadError::UnknownPerson { person }),
            };
            match record {
                // Their bookings at other practices are none of this one's.
                Ok(record) => people.push(Portable { bookings: Vec::new(), shut: Vec::new(), ..record }),
                Err(ReadError::UnknownPerson { .. }) => left_out.push(person),
                Err(error) => return Err(DeskError::Record(error)),
            }
        }
        let (format, knowledge) = (FORMAT.to_owned(), BTreeMap::new());
        Ok(PortablePractice { format, practice: desk.owner(), shelves, people, left_out, knowledge })
    }

    /// Takes in a practice that was exported elsewhere, under the id it had there, and the records of its people.
    /// What was begun and cut off is finished by importing again. Whoever was erased here stays erased.
    ///
    /// # Errors
    /// When the form or a shelf is not known, an item or a record cannot be kept, or the practice is here with something
    /// else (nothing is written then); when a record does not fit the one that is here, or the database fails.
    pub fn import_practice(&self, mut from: PortablePractice, now: UtcMs) -> Result<Arrived, DeskError> {
        if from.format != FORMAT {
            return Err(DeskError::Format { found: from.format });
        }
        let owner = from.practice;
        let shelf_of = |name: &str| Shelf::ALL.into_iter().find(|shelf| shelf.name() == name);
        let erased: Vec<PersonId> = self.all_erased()?.into_iter().map(|(person, _)| person).collect();
        let (mut wanted, mut taken) = (Vec::new(), Vec::new());
        for (name, items) in from.shelves {
            let shelf = shelf_of(&name).ok_or(DeskError::Format { found: name })?;
            let items = items.into_iter().filter_map(|item| {
                let PortableItem { id, at_ms, until_ms, about, takes, held_until_ms, body } = item;
                let item = Item { id, at: at_ms, until: until_ms, about, version: 0, body };
                // What is about somebody who was erased here stays out with them.
                if erased.iter().any(|person| forget::is_about(shelf, &item, *person)) {
                    return None;
                }
                if shelf == Shelf::Booking && !takes.is_empty() {
                    taken.push(Booked { item: item.clone(), takes, held_until: held_until_ms });
                }
                Some(item)
            });
            wanted.push((shelf, items.collect::<Vec<_>>()));
        }
        let taken = book::in_order(&taken)?;
        let mut left_out = Vec::new();
        for record in std::mem::take(&mut from.people) {
            match self.welcome(&record, now) {
                Ok(()) => from.people.push(record),
                Err(ImportError::Here(PinError::Erased { .. } | PinError::Needed)) => left_out.push(record.person),
                Err(error) => return Err(DeskError::Import(Box::new(error))),
            }
        }
        if erased.contains(&owner) {
            return Err(DeskError::Unknown { owner });
        }
        let engine = self.engines.of(owner);
        let desk = if engine.read(|tables| Ok::<_, StoreError>(tables.desk(owner)?.is_some()))? {
            let desk = self.desk(owner)?;
            for (shelf, items) in &wanted {
                let mut here = self.items(&desk, *shelf)?;
                here.iter_mut().for_each(|item| item.version = 0);
                if here != *items {
                    return Err(DeskError::Changed { id: owner.as_uuid() });
                }
            }
            desk
        } else {
            let (desk, row) = desk::fresh(&self.keys, owner, true, self.generation)?;
            let (sealing, wanted) = (desk.clone(), wanted);
            engine.write(move |tables| {
                tables.add_desk(owner, &row)?;
                for (shelf, items) in &wanted {
                    let mut before = [0; 32];
                    for item in items {
                        let row = desk::seal(&sealing, *shelf, item, &before)?;
                        if shelf.is_chain() {
                            before = desk::link(Some(&row));
                        }
                        if !counted::keep(tables, &sealing, *shelf, &row, 0)? {
                            return Err(DeskError::Changed { id: item.id });
                        }
                    }
                }
                let ids: BTreeSet<[u8; 16]> = taken.iter().map(|taken| taken.item).collect();
                let ids: Vec<[u8; 16]> = ids.into_iter().collect();
                counted::retime(tables, &sealing, &ids, |tables| book::occupy(tables, &sealing, &taken, now))?;
                // A practice whose audit has a hole is not taken in.
                Shelf::ALL.into_iter().try_for_each(|shelf| desk::read_all(tables, &sealing, shelf, drop))
            })?;
            self.witness.saw(Chain::Desk, owner, None, desk::DESK);
            if let Some(end) = engine.read(|tables| desk::audit_end(tables, owner))? {
                self.witness.saw(Chain::Audit, owner, None, end);
            }
            desk
        };
        let mut records = 0;
        for record in from.people {
            self.import(record, now).map_err(|error| DeskError::Partly(Box::new(error)))?;
            records += 1;
        }
        Ok(Arrived { desk, records, left_out })
    }

    /// Whether a record could be taken in, as far as that shows before anything is written.
    fn welcome(&self, record: &Portable, now: UtcMs) -> Result<(), ImportError> {
        let person = record.person;
        let events: Vec<NewEvent> = record.events.iter().cloned().map(NewEvent::from).collect();
        portable::check(&events)?;
        if !is_text(&record.name) {
            return Err(ImportError::Name);
        }
        if self.erased_before()?.iter().any(|(erased, _)| *erased == person) {
            return Err(ImportError::Here(PinError::Erased { person }));
        }
        match self.unlock(person, None, now) {
            // Whoever is here with the same events, or with fewer, goes on with them.
            Ok(key) => {
                let here = self.export(&key).map_err(|error| match error {
                    ReadError::Broken(link) => ImportError::Append(AppendError::Broken(link)),
                    ReadError::Store(error) => error.into(),
                    _ => ImportError::Here(PinError::UnknownPerson { person }),
                })?;
                let here: BTreeMap<_, _> = here.events.iter().map(|event| (event.id, event)).collect();
                let other = record.events.iter().find(|event| here.get(&event.id).is_some_and(|here| here != event));
                other.map_or(Ok(()), |event| Err(ImportError::Append(AppendError::IdTaken { id: event.id })))
            }
            Err(PinError::UnknownPerson { .. }) => Ok(()),
            Err(error) => Err(ImportError::Here(error)),
        }
    }
}
