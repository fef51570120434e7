//! What is kept beside the records: by a practice, or about a person where no PIN may stand in the way.
//!
//! Each owner, a practice or a person, has a desk key of their own, wrapped by the master key. An item is sealed with it
//! and bound to its shelf, owner, id, version and times, so that no row can stand in for another. Writing compares
//! versions instead of holding locks, and touches one owner only.

mod audit;
mod job;
mod ledger;
mod practice;

pub(crate) use audit::{add_all, audit_end, audit_end_at, note};

use std::fmt;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::canonical;
use crate::chain::{Head, broken};
use crate::counted;
use crate::crypto::{self, Secret};
use crate::envelope::PAYLOAD_LIMIT;
use crate::key::Keys;
use crate::shelf::{DeskRow, Item, ItemRow, Shelf};
use crate::tables::Tables;
use crate::verify::{BrokenLink, BrokenWhy};
use crate::witness::Chain;
use crate::{DeskError, PersonId, Store, StoreError, UtcMs};

/// Bodies are filled up to a multiple of this many bytes, so that their length tells little.
const PADDING: usize = 128;
/// How many items are read in one go.
pub(crate) const PAGE: u32 = 500;
/// Opening fewer than this many on a thread of their own takes longer than doing it here: some hundred microseconds.
const FEWEST: usize = 256;
/// No page takes more threads than this, however many the machine has.
const MOST_THREADS: usize = 4;
/// What the witness remembers of a desk: that it is there.
pub(crate) const DESK: Head = Head { seq: 1, hash: [0; 32] };

/// The unlocked desk of a practice or a person.
#[derive(Clone)]
pub struct Desk(Arc<(PersonId, bool, Secret)>);

impl Desk {
    /// Whose it is: the id of the practice, or of the person.
    #[must_use]
    pub fn owner(&self) -> PersonId {
        self.0.0
    }

    /// Whether it is a practice's.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.0.1
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0.2
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Desk({}, ..)", self.owner())
    }
}

fn wrapping(owner: PersonId, is_practice: bool) -> Vec<u8> {
    [b"supple/desk-key/1".as_slice(), owner.bytes(), &[u8::from(is_practice)]].concat()
}

/// A fresh desk with its row.
pub(crate) fn fresh(
    keys: &Keys,
    owner: PersonId,
    is_practice: bool,
    generation: u32,
) -> Result<(Desk, DeskRow), StoreError> {
    let secret = crypto::random_secret()?;
    let wrapped = crypto::seal(&keys.wrap, &wrapping(owner, is_practice), secret.as_slice())?;
    let desk = Desk(Arc::new((owner, is_practice, secret)));
    let tally = Some(counted::none(&desk)?);
    Ok((desk, DeskRow { is_practice, wrapped, generation, tally }))
}

pub(crate) fn opened(keys: &Keys, owner: PersonId, row: &DeskRow) -> Result<Desk, BrokenLink> {
    crypto::open_secret(&keys.wrap, &wrapping(owner, row.is_practice), &row.wrapped)
        .map(|secret| Desk(Arc::new((owner, row.is_practice, secret))))
        .map_err(|_| broken(owner, None, BrokenWhy::Key))
}

/// Whether a desk's key opens.
pub(crate) fn opens(keys: &Keys, owner: PersonId, row: &DeskRow) -> bool {
    opened(keys, owner, row).is_ok()
}

/// The same desk under another master key; `None` when it does not open.
pub(crate) fn renewed(
    old: &Keys,
    new: &Keys,
    owner: PersonId,
    row: &DeskRow,
    generation: u32,
) -> Result<Option<DeskRow>, StoreError> {
    let bound = wrapping(owner, row.is_practice);
    let Ok(secret) = crypto::open(&old.wrap, &bound, &row.wrapped) else { return Ok(None) };
    let wrapped = crypto::seal(&new.wrap, &bound, &secret)?;
    Ok(Some(DeskRow { is_practice: row.is_practice, wrapped, generation, tally: row.tally.clone() }))
}

/// What an item is bound to. All parts have a fixed length; whom it is about comes last, if it is about anybody.
fn place(desk: &Desk, shelf: Shelf, row: &ItemRow, before: &[u8; 32]) -> Vec<u8> {
    let time = |time: Option<i64>| (u8::from(time.is_some()), time.unwrap_or(0).to_be_bytes());
    let ((has_at, at), (has_until, until)) = (time(row.at), time(row.until));
    [
        b"supple/desk/1".as_slice(),
        &[shelf.code(), has_at, has_until],
        &at,
        &until,
        desk.owner().bytes(),
        &row.id,
        &row.version.to_be_bytes(),
        before,
        row.about.as_ref().map_or(&[], |about| about.bytes()),
    ]
    .concat()
}

/// The row of an item in its next version.
pub(crate) fn seal(desk: &Desk, shelf: Shelf, item: &Item, before: &[u8; 32]) -> Result<ItemRow, DeskError> {
    let mut body = Zeroizing::new(Vec::new());
    canonical::write(&item.body, &mut body).map_err(|_| DeskError::TooLarge)?;
    if body.len() > PAYLOAD_LIMIT {
        return Err(DeskError::TooLarge);
    }
    // Spaces behind it mean nothing to JSON.
    let length = body.len().next_multiple_of(PADDING);
    body.resize(length, b' ');
    let version = item.version.saturating_add(1);
    let (at, until) = (item.at.map(|at| at.0), item.until.map(|until| until.0));
    let mut row = ItemRow { id: *item.id.as_bytes(), at, until, about: item.about, version, sealed: Vec::new() };
    row.sealed = crypto::seal(&desk.0.2, &place(desk, shelf, &row, before), &body).map_err(StoreError::from)?;
    Ok(row)
}

/// An item, its content read as plain JSON.
pub(crate) fn open(desk: &Desk, shelf: Shelf, row: &ItemRow, before: &[u8; 32]) -> Result<Item, BrokenLink> {
    open_as(desk, shelf, row, before)
}

fn open_as<B: DeserializeOwned>(
    desk: &Desk,
    shelf: Shelf,
    row: &ItemRow,
    before: &[u8; 32],
) -> Result<Item<B>, BrokenLink> {
    let broken = || broken(desk.owner(), None, BrokenWhy::Desk);
    let body = crypto::open(&desk.0.2, &place(desk, shelf, row, before), &row.sealed).map_err(|_| broken())?;
    let body = serde_json::from_slice(&body).map_err(|_| broken())?;
    let (at, until) = (row.at.map(UtcMs), row.until.map(UtcMs));
    Ok(Item { id: Uuid::from_bytes(row.id), at, until, about: row.about, version: row.version, body })
}

/// Opens many items, in their order: on several threads where there are many.
fn open_all<B: DeserializeOwned + Send>(
    desk: &Desk,
    shelf: Shelf,
    rows: &[ItemRow],
) -> Result<Vec<Item<B>>, BrokenLink> {
    let part = |rows: &[ItemRow]| rows.iter().map(|row| open_as(desk, shelf, row, &[0; 32])).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let each = rows.len().div_ceil(threads).max(FEWEST);
    if rows.len() <= each {
        return part(rows);
    }
    let parts: Vec<Result<Vec<Item<B>>, BrokenLink>> = thread::scope(|scope| {
        let (first, others) = rows.split_at(each);
        let beside = |rows| (rows, thread::Builder::new().spawn_scoped(scope, move || part(rows)));
        let others: Vec<_> = others.chunks(each).map(beside).collect();
        let first = part(first);
        // Where the system gives no further thread, this one does that part as well.
        let others = others.into_iter().map(|(rows, thread)| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => part(rows),
        });
        std::iter::once(first).chain(others).collect()
    });
    let mut all = Vec::with_capacity(rows.len());
    for part in parts {
        all.append(&mut part?);
    }
    Ok(all)
}

/// What the next note is sealed onto.
pub(crate) fn link(note: Option<&ItemRow>) -> [u8; 32] {
    note.map_or([0; 32], |note| Sha256::digest(&note.sealed).into())
}

/// That an owner has a desk, as the witness remembers it; `None` when there is none.
pub(crate) fn head(tables: &mut dyn Tables, owner: PersonId) -> Result<Option<Head>, StoreError> {
    Ok(tables.desk(owner)?.map(|_| DESK))
}

/// Reads everything on a shelf in the order of the ids, proved: of the audit and the ledger also that nothing is missing in between.
pub(crate) fn read_all(
    tables: &mut dyn Tables,
    desk: &Desk,
    shelf: Shelf,
    mut see: impl FnMut(Item),
) -> Result<(), DeskError> {
    let mut after: Option<[u8; 16]> = None;
    let mut before = [0; 32];
    let mut number = 0_u128;
    loop {
        let page = tables.items(shelf, desk.owner(), after.as_ref(), PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id);
        for row in &page {
            let item = open(desk, shelf, row, &before)?;
            if shelf.is_chain() {
                number += 1;
                if item.id.as_u128() != number {
                    return Err(broken(desk.owner(), None, BrokenWhy::Desk).into());
                }
                before = link(Some(row));
            }
            see(item);
        }
    }
}

/// Proves everything on an owner's shelves.
pub(crate) fn verify(tables: &mut dyn Tables, keys: &Keys, generation: u32, owner: PersonId) -> Result<(), DeskError> {
    let Some(row) = tables.desk(owner)? else { return Ok(()) };
    if row.generation != generation {
        return Err(broken(owner, None, BrokenWhy::Generation).into());
    }
    let desk = opened(keys, owner, &row)?;
    Shelf::ALL.into_iter().try_for_each(|shelf| read_all(tables, &desk, shelf, drop))?;
    let right = counted::is_right(tables, &desk, row.tally.as_deref())?;
    if right { Ok(()) } else { Err(broken(owner, None, BrokenWhy::Counted).into()) }
}

impl Store {
    /// Unlocks the desk of a practice, or of a person; a person's is made when they have none yet.
    ///
    /// # Errors
    /// When there is neither, the person was erased, the key does not open, or the database fails.
    pub fn desk(&self, owner: PersonId) -> Result<Desk, DeskError> {
        let engine = self.engines.of(owner);
        if let Some(row) = engine.read(|tables| tables.desk(owner))? {
            return self.opened(owner, &row);
        }
        let (_, row) = fresh(&self.keys, owner, false, self.generation)?;
        let row = engine.write(move |tables| {
            if !matches!(tables.end(owner)?, Some((_, false))) {
                return Err(DeskError::Unknown { owner });
            }
            tables.add_desk(owner, &row)?;
            // Somebody else's may have come first.
            tables.desk(owner)?.ok_or(DeskError::Unknown { owner })
        })?;
        self.witness.saw(Chain::Desk, owner, None, DESK);
        Ok(opened(&self.keys, owner, &row)?)
    }

    /// Unlocks a desk that is there already; nothing where there is none. Unlike [`Store::desk`] it makes none, so it may be
    /// asked for whoever somebody names.
    ///
    /// # Errors
    /// When the key does not open, or the database fails.
    pub fn known_desk(&self, owner: PersonId) -> Result<Option<Desk>, DeskError> {
        let row = self.engines.of(owner).read(|tables| tables.desk(owner))?;
        row.map(|row| self.opened(owner, &row)).transpose()
    }

    fn opened(&self, owner: PersonId, row: &DeskRow) -> Result<Desk, DeskError> {
        opened(&self.keys, owner, row).or_else(|link| {
            self.engines.of(owner).read(|tables| self.same_key(tables))?;
            Err(link.into())
        })
    }

    /// Keeps an item in the place of the version that was read, and returns its new version.
    ///
    /// # Errors
    /// When another version is there by now ([`DeskError::Changed`]), the item is too large, or the database fails.
    pub fn put(&self, desk: &Desk, shelf: Shelf, item: &Item) -> Result<u32, DeskError> {
        self.put_with(desk, shelf, item, &[], &[])
    }

    /// As [`Store::put`], with jobs that are kept in the same transaction, each in the place of the version that was read, and notes
    /// with their moment for the owner's audit (see [`Store::note`]): what is kept, what is to be told of it and what is noted of it
    /// are all there or none is. After a line to a server that broke, a note may stand there twice.
    ///
    /// # Errors
    /// As for [`Store::put`] and [`Store::note`]; [`DeskError::Changed`] also with the id of a job of which another version is there
    /// by now.
    pub fn put_with(
        &self,
        desk: &Desk,
        shelf: Shelf,
        item: &Item,
        jobs: &[Item],
        notes: &[(UtcMs, serde_json::Value)],
    ) -> Result<u32, DeskError> {
        if shelf.is_chain() {
            return Err(DeskError::Sealed);
        }
        let owner = desk.owner();
        let row = seal(desk, shelf, item, &[0; 32])?;
        let version = row.version;
        let mut rows = vec![(shelf, row, item.version)];
        for job in jobs {
            rows.push((Shelf::Job, seal(desk, Shelf::Job, job, &[0; 32])?, job.version));
        }
        let mut notes: Vec<Item> = notes.iter().map(|(at, body)| note(*at, body.clone())).collect();
        let desk = desk.clone();
        let put = move |tables: &mut dyn Tables| {
            for (shelf, row, before) in &rows {
                if !counted::keep(tables, &desk, *shelf, row, *before)? {
                    return Err(DeskError::Changed { id: Uuid::from_bytes(row.id) });
                }
            }
            add_all(tables, &desk, &mut notes)
        };
        if let Some((from, to)) = self.engines.of(owner).write(put)? {
            self.witness.saw(Chain::Audit, owner, from, to);
        }
        Ok(version)
    }

    /// One item; `None` when there is none. Not of the audit or the ledger, which are read whole.
    ///
    /// # Errors
    /// When it does not open, or the database fails.
    pub fn item(&self, desk: &Desk, shelf: Shelf, id: Uuid) -> Result<Option<Item>, DeskError> {
        let row = self.engines.of(desk.owner()).read(|tables| tables.item(shelf, desk.owner(), id.as_bytes()))?;
        Ok(row.map(|row| open(desk, shelf, &row, &[0; 32])).transpose()?)
    }

    /// Everything on a shelf, in the order of the ids.
    ///
    /// # Errors
    /// When something does not open or a note of the audit is missing, or the database fails.
    pub fn items(&self, desk: &Desk, shelf: Shelf) -> Result<Vec<Item>, DeskError> {
        self.engines.of(desk.owner()).read(|tables| {
            let mut items = Vec::new();
            read_all(tables, desk, shelf, |item| items.push(item)).map(|()| items)
        })
    }

    /// What begins before `until` and ends after `from`, by its beginning; not for the audit, which is read whole. Of each
    /// content only what `B` takes is read, so that whoever needs little of many waits for little.
    ///
    /// # Errors
    /// When something does not open or cannot be read as `B` ([`DeskError::Broken`]), or the database fails.
    pub fn items_between<B: DeserializeOwned + Send>(
        &self,
        desk: &Desk,
        shelf: Shelf,
        from: UtcMs,
        until: UtcMs,
    ) -> Result<Vec<Item<B>>, DeskError> {
        let owner = desk.owner();
        let rows = self.engines.of(owner).read(|tables| tables.items_between(shelf, owner, from.0, until.0))?;
        Ok(open_all(desk, shelf, &rows)?)
    }

    /// Removes an item, if it still has this version; not from the audit.
    ///
    /// # Errors
    /// When another version is there by now, or the database fails.
    pub fn remove(&self, desk: &Desk, shelf: Shelf, id: Uuid, version: u32) -> Result<(), DeskError> {
        if shelf.is_chain() {
            return Err(DeskError::Sealed);
        }
        let (owner, desk) = (desk.owner(), desk.clone());
        let remove = move |tables: &mut dyn Tables| {
            let gone = counted::take_out(tables, Some(&desk), (shelf, owner), id.as_bytes(), version)?
                || tables.item(shelf, owner, id.as_bytes())?.is_none();
            if gone { Ok(()) } else { Err(DeskError::Changed { id }) }
        };
        self.engines.of(owner).write(remove)
    }
}
