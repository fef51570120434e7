//! The audit of an owner: notes behind each other, each bound to the one before.

use uuid::Uuid;

use super::{Desk, link, seal};
use crate::chain::Head;
use crate::shelf::{Item, ItemRow, Shelf};
use crate::tables::Tables;
use crate::witness::Chain;
use crate::{DeskError, PersonId, Store, StoreError, UtcMs};

/// How often a note is sealed anew because another came in between.
const TRIES: u32 = 1000;

/// Where an owner's audit ends; `None` when nothing is in it.
pub(crate) fn audit_end(tables: &mut dyn Tables, owner: PersonId) -> Result<Option<Head>, StoreError> {
    Ok(tables.last_item(Shelf::Audit, owner)?.map(|last| audit_head(&last)))
}

/// The end of an owner's audit when it had this many notes; `None` when it has fewer.
pub(crate) fn audit_end_at(tables: &mut dyn Tables, owner: PersonId, seq: u64) -> Result<Option<Head>, StoreError> {
    let id = u128::from(seq).to_be_bytes();
    Ok(tables.item(Shelf::Audit, owner, &id)?.map(|note| Head { seq, hash: link(Some(&note)) }))
}

/// Where the audit ends when this is its last note.
pub(crate) fn audit_head(note: &ItemRow) -> Head {
    Head { seq: u64::try_from(u128::from_be_bytes(note.id)).unwrap_or(u64::MAX), hash: link(Some(note)) }
}

/// A note that has no number yet.
pub(crate) const fn note(at: UtcMs, body: serde_json::Value) -> Item {
    Item { id: Uuid::nil(), at: Some(at), until: None, about: None, version: 0, body }
}

/// Adds a note behind all others. Where the audit ended before, and where it ends now.
pub(crate) fn add(tables: &mut dyn Tables, desk: &Desk, note: &mut Item) -> Result<(Option<Head>, Head), DeskError> {
    let owner = desk.owner();
    for _ in 0..TRIES {
        let last = tables.last_item(Shelf::Audit, owner)?;
        let number = last.as_ref().map_or(0, |last| u128::from_be_bytes(last.id)).saturating_add(1);
        note.id = Uuid::from_u128(number);
        let row = seal(desk, Shelf::Audit, note, &link(last.as_ref()))?;
        if tables.put_item(Shelf::Audit, owner, &row, 0)? {
            return Ok((last.map(|last| audit_head(&last)), audit_head(&row)));
        }
        if tables.desk(owner)?.is_none() {
            return Err(DeskError::Unknown { owner });
        }
    }
    Err(StoreError::Busy.into())
}

/// Adds notes behind all others: where the audit ended before them, and where it ends now; nothing where there are none.
pub(crate) fn add_all(
    tables: &mut dyn Tables,
    desk: &Desk,
    notes: &mut [Item],
) -> Result<Option<(Option<Head>, Head)>, DeskError> {
    let mut ends: Option<(Option<Head>, Head)> = None;
    for note in notes {
        let (from, to) = add(tables, desk, note)?;
        ends = Some((ends.map_or(from, |(first, _)| first), to));
    }
    Ok(ends)
}

impl Store {
    /// Adds a note to the owner's audit, behind all others and never to be changed. Returns its number, from 1.
    ///
    /// # Errors
    /// When it is too large, the owner was erased, or the database fails. After [`StoreError::Unreachable`] it may
    /// stand there twice: a note too many rather than one too few.
    pub fn note(&self, desk: &Desk, at: UtcMs, body: serde_json::Value) -> Result<u64, DeskError> {
        let (desk, mut item) = (desk.clone(), note(at, body));
        let owner = desk.owner();
        let added = self.engines.of(owner).write_one(move |tables| add(tables, &desk, &mut item));
        added.map(|(from, to)| {
            self.witness.saw(Chain::Audit, owner, from, to);
            to.seq
        })
    }
}
