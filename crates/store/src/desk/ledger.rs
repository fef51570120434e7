//! The ledger of a practice: entries with numbers without holes, each bound to the one before.

use uuid::Uuid;

use super::{Desk, link, open, seal};
use crate::counted;
use crate::shelf::{Item, Shelf};
use crate::{DeskError, Store, UtcMs};

impl Store {
    /// Adds an entry to the ledger behind the entry with the number `after`, 0 for none, never to be changed. Returns its
    /// number. Whoever adds has read everything up to `after`: what was judged by that holds. The bodies of two entries are
    /// never the same.
    ///
    /// # Errors
    /// [`DeskError::Changed`] when the ledger ends elsewhere by now; when the entry is too large, or the database fails.
    pub fn enter(&self, desk: &Desk, at: UtcMs, after: u64, body: serde_json::Value) -> Result<u64, DeskError> {
        let (desk, owner) = (desk.clone(), desk.owner());
        let id = |number: u128| Uuid::from_u128(number);
        let number = u128::from(after).saturating_add(1);
        let item = Item { id: id(number), at: Some(at), until: None, about: None, version: 0, body };
        self.engines.of(owner).write(move |tables| {
            let last = tables.last_item(Shelf::Ledger, owner)?;
            let ends = last.as_ref().map_or(0, |last| u128::from_be_bytes(last.id));
            if let Some(there) = last.as_ref().filter(|_| ends == number) {
                // Done again after a broken line, it finds its own work.
                let before = tables.item(Shelf::Ledger, owner, &u128::from(after).to_be_bytes())?;
                if open(&desk, Shelf::Ledger, there, &link(before.as_ref()))?.body == item.body {
                    return Ok(());
                }
            }
            let row = seal(&desk, Shelf::Ledger, &item, &link(last.as_ref()))?;
            let behind = ends == u128::from(after) && counted::keep(tables, &desk, Shelf::Ledger, &row, 0)?;
            if behind { Ok(()) } else { Err(DeskError::Changed { id: id(ends) }) }
        })?;
        Ok(after.saturating_add(1))
    }
}
