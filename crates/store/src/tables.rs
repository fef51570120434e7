//! What a database has to be able to do for the record, row by row. The rules (what may follow what, what is sealed
//! with which key) stand above this, once for all databases.

use crate::book::Occupied;
use crate::chain::{Head, broken};
use crate::envelope::Place;
use crate::erase::Erasure;
use crate::lookup::Tag;
use crate::pin::{PinMark, Tries};
use crate::shelf::{DeskRow, DueRow, ItemRow, Shelf};
use crate::verify::{BrokenLink, BrokenWhy};
use crate::{PersonId, StoreError};

/// The row of one person.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PersonRow {
    /// The sealed name and addresses; `None` for a person who was erased.
    pub(crate) profile: Option<Vec<u8>>,
    /// The wrapped key; `None` for a person who was erased.
    pub(crate) wrapped: Option<Vec<u8>>,
    pub(crate) mark: Option<PinMark>,
    pub(crate) tries: Tries,
    pub(crate) end: EndRow,
    /// Under which master key the row stands, counted from 1.
    pub(crate) generation: u32,
    /// That the person was erased, and when.
    pub(crate) erased: Option<Erasure>,
}

/// What a person's row tells about the end of the chain.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct EndRow {
    pub(crate) head: Head,
    pub(crate) mac: [u8; 32],
}

/// The row of one event.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EventRow {
    pub(crate) seq: u64,
    pub(crate) event_id: [u8; 16],
    pub(crate) envelope: u16,
    pub(crate) sealed: Vec<u8>,
    pub(crate) hash: [u8; 32],
}

impl EventRow {
    /// Where it stands, so that it can be opened. `start` is what stands before the first event.
    ///
    /// # Errors
    /// When the hash of the one before it is missing.
    pub(crate) fn place<'a>(
        &'a self,
        person: PersonId,
        previous: Option<&'a [u8; 32]>,
        start: &'a [u8; 32],
    ) -> Result<Place<'a>, BrokenLink> {
        let before = self.seq.saturating_sub(1);
        let previous = match before {
            0 => start,
            _ => previous.ok_or(broken(person, Some(before), BrokenWhy::Missing))?,
        };
        Ok(Place { person, seq: self.seq, event_id: &self.event_id, envelope: self.envelope, previous })
    }
}

/// What is read before events are appended.
pub(crate) struct Before {
    pub(crate) end: EndRow,
    pub(crate) erased: bool,
    /// Those of the events in question that are there already, each with the hash of the one before it (`None` for
    /// the first event, and where that one is missing).
    pub(crate) known: Vec<(EventRow, Option<[u8; 32]>)>,
}

/// One state of the database, or one change of it. Except where it says otherwise each call touches rows of one
/// person only.
pub(crate) trait Tables {
    /// The row of a person.
    fn person(&mut self, person: PersonId) -> Result<Option<PersonRow>, StoreError>;
    /// The end of a person's chain, and whether the person was erased.
    fn end(&mut self, person: PersonId) -> Result<Option<(EndRow, bool)>, StoreError>;
    /// Adds a person. One who is there already stays as they are. Whether it did.
    fn add_person(&mut self, person: PersonId, row: &PersonRow) -> Result<bool, StoreError>;
    /// Replaces the sealed profile. Whether there was one.
    fn set_profile(&mut self, person: PersonId, sealed: &[u8]) -> Result<bool, StoreError>;
    /// Replaces the wrapping of the key and forgets wrong tries. Whether there was one.
    fn set_wrapping(&mut self, person: PersonId, wrapped: &[u8], mark: Option<&PinMark>) -> Result<bool, StoreError>;
    /// Keeps the state of guessing at the PIN.
    fn set_tries(&mut self, person: PersonId, tries: Tries) -> Result<(), StoreError>;
    /// Replaces everything that the master key protects in a person's row.
    fn set_generation(&mut self, person: PersonId, row: &PersonRow) -> Result<(), StoreError>;
    /// Destroys name, key, PIN and index entries of a person and says when. Whether there was anything to destroy.
    fn erase(&mut self, person: PersonId, erasure: &Erasure) -> Result<bool, StoreError>;
    /// The ids of people after `after`, in their order, at most `limit`. Touches the rows of many.
    fn people(&mut self, after: Option<PersonId>, limit: u32) -> Result<Vec<PersonId>, StoreError>;
    /// Ids that have events but no row. Touches the rows of many.
    fn strangers(&mut self) -> Result<Vec<PersonId>, StoreError>;

    /// What has to be known before these events are appended; `None` when there is no such person.
    fn before(&mut self, person: PersonId, ids: &[[u8; 16]]) -> Result<Option<Before>, StoreError>;
    /// Adds the events if the chain still ends at `before`, proof and all, and moves its end to `after`. Whether it did.
    fn extend(
        &mut self,
        person: PersonId,
        before: &EndRow,
        rows: &[EventRow],
        after: &EndRow,
    ) -> Result<bool, StoreError>;
    /// The hash of the event at a place.
    fn hash_at(&mut self, person: PersonId, seq: u64) -> Result<Option<[u8; 32]>, StoreError>;
    /// Puts the events after a place into `rows`, in order, at most `limit`. Those before one that cannot be read are
    /// there even when this fails.
    fn events(&mut self, person: PersonId, after: u64, limit: u32, rows: &mut Vec<EventRow>) -> Result<(), StoreError>;

    /// Replaces the index entries of a person.
    fn set_tags(&mut self, person: PersonId, tags: &[Tag]) -> Result<(), StoreError>;
    /// The index entries of a person, in their order.
    fn tags(&mut self, person: PersonId) -> Result<Vec<Tag>, StoreError>;
    /// Who has this index entry, at most `limit`. Touches the rows of many.
    fn find(&mut self, tag: &Tag, limit: u32) -> Result<Vec<PersonId>, StoreError>;

    /// Keeps what a version of the knowledge says. Belongs to no person.
    fn keep_knowledge(&mut self, version: &str, packed: &[u8]) -> Result<(), StoreError>;
    /// Removes what a version of the knowledge says. Belongs to no person.
    fn drop_knowledge(&mut self, version: &str) -> Result<(), StoreError>;
    /// What a version of the knowledge says. Belongs to no person.
    fn knowledge(&mut self, version: &str) -> Result<Option<Vec<u8>>, StoreError>;
    /// The versions that are kept. Belongs to no person.
    fn knowledge_versions(&mut self) -> Result<Vec<String>, StoreError>;

    /// The checks of the master keys by generation, in order. Belongs to no person.
    fn key_checks(&mut self) -> Result<Vec<(u32, [u8; 32])>, StoreError>;
    /// Adds the check of a new master key. Belongs to no person.
    fn add_key_check(&mut self, generation: u32, tag: &[u8; 32]) -> Result<(), StoreError>;
    /// Removes the checks of all master keys before a generation. Belongs to no person.
    fn drop_key_checks_before(&mut self, generation: u32) -> Result<(), StoreError>;

    /// The desk of an owner.
    fn desk(&mut self, owner: PersonId) -> Result<Option<DeskRow>, StoreError>;
    /// Keeps a desk; one that is there already stays as it is.
    fn add_desk(&mut self, owner: PersonId, row: &DeskRow) -> Result<(), StoreError>;
    /// Replaces the wrapping of a desk's key.
    fn set_desk(&mut self, owner: PersonId, row: &DeskRow) -> Result<(), StoreError>;
    /// Destroys a desk and everything on its shelves. Whether there was one.
    fn drop_desk(&mut self, owner: PersonId) -> Result<bool, StoreError>;
    /// The owners of desks after `after`, in their order, at most `limit`. Touches the rows of many.
    fn desks(&mut self, after: Option<PersonId>, limit: u32) -> Result<Vec<PersonId>, StoreError>;

    /// The sealed counts of a desk, held until the change is over; `None` when there are none.
    fn tally(&mut self, owner: PersonId) -> Result<Option<Vec<u8>>, StoreError>;
    /// Replaces the sealed counts of a desk.
    fn set_tally(&mut self, owner: PersonId, sealed: &[u8]) -> Result<(), StoreError>;
    /// Ids under which something lies on a shelf although they have no desk. Touches the rows of many.
    fn without_desk(&mut self) -> Result<Vec<PersonId>, StoreError>;
    /// One item.
    fn item(&mut self, shelf: Shelf, owner: PersonId, id: &[u8; 16]) -> Result<Option<ItemRow>, StoreError>;
    /// The items of an owner after an id, in the order of their ids, at most `limit`.
    fn items(
        &mut self,
        shelf: Shelf,
        owner: PersonId,
        after: Option<&[u8; 16]>,
        limit: u32,
    ) -> Result<Vec<ItemRow>, StoreError>;
    /// The items of an owner that begin before `until` and end after `from`, in the order of their beginnings.
    fn items_between(
        &mut self,
        shelf: Shelf,
        owner: PersonId,
        from: i64,
        until: i64,
    ) -> Result<Vec<ItemRow>, StoreError>;
    /// Who has something about a person on their shelves ([`Shelf::ABOUT_SOMEBODY`]). Touches the rows of many.
    fn owners_about(&mut self, person: PersonId) -> Result<Vec<PersonId>, StoreError>;
    /// What an owner has about a person on a shelf.
    fn items_about(&mut self, shelf: Shelf, owner: PersonId, person: PersonId) -> Result<Vec<ItemRow>, StoreError>;
    /// Who has bookings of which it does not stand in clear whom they are about. Touches the rows of many.
    fn owners_unmarked(&mut self) -> Result<Vec<PersonId>, StoreError>;
    /// The item with the highest id.
    fn last_item(&mut self, shelf: Shelf, owner: PersonId) -> Result<Option<ItemRow>, StoreError>;
    /// Keeps an item in the place of the one with the version `before`, 0 for none. Whether it did.
    fn put_item(&mut self, shelf: Shelf, owner: PersonId, row: &ItemRow, before: u32) -> Result<bool, StoreError>;
    /// Removes an item, if it still has this version. Whether it did.
    fn remove_item(&mut self, shelf: Shelf, owner: PersonId, id: &[u8; 16], version: u32) -> Result<bool, StoreError>;
    /// Occupies the steps of a take for its booking: those that are free, its own, or only held and over at `now`. How
    /// many it got.
    fn occupy(&mut self, owner: PersonId, occupied: &Occupied, now: i64) -> Result<u64, StoreError>;
    /// Frees what a booking took in another version than this.
    fn vacate(&mut self, owner: PersonId, item: &[u8; 16], version: u32) -> Result<(), StoreError>;
    /// Everything that bookings of an owner take, step by step, in order.
    fn occupied(&mut self, owner: PersonId) -> Result<Vec<Occupied>, StoreError>;
    /// What one booking takes, step by step, in order.
    fn occupied_by(&mut self, owner: PersonId, item: &[u8; 16]) -> Result<Vec<Occupied>, StoreError>;
    /// Jobs that are due and come behind `after`, the longest due first, at most `limit`. Touches the rows of many.
    fn due(&mut self, now: i64, after: &DueRow, limit: u32) -> Result<Vec<DueRow>, StoreError>;
}
