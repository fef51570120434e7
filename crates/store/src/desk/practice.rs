//! Practices: opened, listed and closed for good.

use uuid::Builder;

use super::{DESK, Desk, PAGE, fresh, seal};
use crate::erase::Erasure;
use crate::shelf::{Item, Shelf};
use crate::tables::Tables;
use crate::witness::Chain;
use crate::{DeskError, EraseError, Erased, PersonId, Store, StoreError, UtcMs, counted, crypto};

impl Store {
    /// Opens a new practice with its own page.
    ///
    /// # Errors
    /// When the page is too large, or the database fails.
    pub fn create_practice(&self, page: serde_json::Value) -> Result<Desk, DeskError> {
        let random = crypto::random().map_err(StoreError::from)?;
        let id = Builder::from_random_bytes(random).into_uuid();
        let owner = PersonId::from_uuid(id);
        let (desk, row) = fresh(&self.keys, owner, true, self.generation)?;
        let page = Item { id, at: None, until: None, about: None, version: 0, body: page };
        let page = seal(&desk, Shelf::Practice, &page, &[0; 32])?;
        let made = desk.clone();
        self.engines.of(owner).write(move |tables| {
            tables.add_desk(owner, &row)?;
            counted::keep(tables, &made, Shelf::Practice, &page, 0)
        })?;
        self.witness.saw(Chain::Desk, owner, None, DESK);
        Ok(desk)
    }

    /// The ids of all practices, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn practices(&self) -> Result<Vec<PersonId>, StoreError> {
        let mut practices = Vec::new();
        for engine in self.engines.all() {
            let mut after = None;
            loop {
                let (page, found) = engine.read(|tables| {
                    let page = tables.desks(after, PAGE)?;
                    let mut found = Vec::new();
                    for owner in &page {
                        if tables.desk(*owner)?.is_some_and(|desk| desk.is_practice) {
                            found.push(*owner);
                        }
                    }
                    Ok::<_, StoreError>((page, found))
                })?;
                practices.extend(found);
                let Some(last) = page.last() else { break };
                after = Some(*last);
            }
        }
        practices.sort_unstable();
        Ok(practices)
    }

    /// Closes a practice for good: its key and all that it kept beside the records are destroyed. The records of its
    /// people are theirs and stay.
    ///
    /// # Errors
    /// When there is no such practice, or the witness or the database fails.
    pub fn close_practice(&self, practice: PersonId, now: UtcMs) -> Result<Erased, EraseError> {
        let desk = self.engines.of(practice).read(|tables| tables.desk(practice))?;
        if !desk.is_some_and(|desk| desk.is_practice) {
            return Err(EraseError::UnknownPerson { person: practice });
        }
        self.witness.erased(practice, &Erasure::new(&self.keys, practice, now))?;
        let (now, scrubbed) = self.drop_desk(practice)?;
        let drop_there = move |tables: &mut dyn Tables| tables.drop_desk(practice);
        Ok(Erased { now, scrubbed, kept: self.engines.of(practice).in_kept_copy(&self.keys, drop_there) })
    }

    /// Destroys a desk, and says whether there was one and whether the database's own log has forgotten it.
    pub(crate) fn drop_desk(&self, owner: PersonId) -> Result<(bool, bool), StoreError> {
        self.engines.of(owner).write_and_scrub(move |tables| tables.drop_desk(owner))
    }
}
