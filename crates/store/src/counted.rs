//! What is kept beside the records is counted, shelf by shelf, in the transaction that keeps it: a row that somebody with
//! the file takes out or puts back shows.
//!
//! Not the audit, whose end the witness knows. Of what bookings take, what is firm; a hold may be taken over without anybody
//! clearing up.

use crate::book::Occupied;
use crate::crypto::{self, Secret};
use crate::desk::{self, Desk};
use crate::key::Keys;
use crate::shelf::{ItemRow, Shelf};
use crate::tables::Tables;
use crate::tally::{self, Tally};
use crate::{PersonId, StoreError};

/// The number under which firm times are counted; the shelves have those below.
const OCCUPANCY: u8 = 9;
/// How many counts an owner has: each shelf by its number, and the firm times.
const COUNTS: usize = 11;
/// How many there were before there was a ledger.
const WITHOUT_LEDGER: usize = 10;

type Counts = [Tally; COUNTS];

/// A row that comes or goes: where it is counted, and its mark.
type Mark = (u8, [u8; 32]);

fn key(desk: &Desk) -> Secret {
    crypto::derive(desk.secret(), "supple/desk-tally/1")
}

fn of_row(key: &Secret, shelf: Shelf, row: &ItemRow) -> Mark {
    (shelf.code(), tally::mark(key, &[&[shelf.code()], &row.id, &row.sealed]))
}

fn of_time(key: &Secret, time: &Occupied) -> Mark {
    let step = time.take.from_step.to_be_bytes();
    let parts: [&[u8]; 5] =
        [&[OCCUPANCY], time.take.resource.as_bytes(), &step, &time.item, &time.version.to_be_bytes()];
    (OCCUPANCY, tally::mark(key, &parts))
}

/// The counts of nothing, sealed for a fresh desk.
pub(crate) fn none(desk: &Desk) -> Result<Vec<u8>, StoreError> {
    Ok(tally::seal(&key(desk), desk.owner().bytes(), &Counts::default())?)
}

/// Moves the counts of an owner. Counts that do not open stay as they are, for `verify` to name.
fn change(tables: &mut dyn Tables, desk: &Desk, gone: &[Mark], come: &[Mark]) -> Result<(), StoreError> {
    if gone == come {
        return Ok(());
    }
    let (key, owner) = (key(desk), desk.owner());
    let Some(mut counts) = tables.tally(owner)?.and_then(|sealed| open(&key, owner, &sealed)) else { return Ok(()) };
    let mut each = |marks: &[Mark], turn: fn(&mut Tally, &[u8; 32])| {
        for (place, mark) in marks {
            if let Some(tally) = counts.get_mut(usize::from(*place)) {
                turn(tally, mark);
            }
        }
    };
    each(gone, Tally::take);
    each(come, Tally::add);
    tables.set_tally(owner, &tally::seal(&key, owner.bytes(), &counts)?)
}

fn open(key: &Secret, owner: PersonId, sealed: &[u8]) -> Option<Counts> {
    tally::open(key, owner.bytes(), sealed).or_else(|| {
        let known = tally::open::<WITHOUT_LEDGER>(key, owner.bytes(), sealed)?;
        let mut counts = Counts::default();
        counts.iter_mut().zip(known).for_each(|(count, known)| *count = known);
        Some(counts)
    })
}

/// Keeps a row in the place of the version `before`, 0 for none, and counts it. Whether it is there now: done again after a
/// broken line, it finds its own work, which nobody else could have sealed.
pub(crate) fn keep(
    tables: &mut dyn Tables,
    desk: &Desk,
    shelf: Shelf,
    row: &ItemRow,
    before: u32,
) -> Result<bool, StoreError> {
    let owner = desk.owner();
    let was = if before == 0 { None } else { tables.item(shelf, owner, &row.id)? };
    if !tables.put_item(shelf, owner, row, before)? {
        return Ok(tables.item(shelf, owner, &row.id)?.as_ref() == Some(row));
    }
    if shelf != Shelf::Audit {
        let key = key(desk);
        let gone: Vec<Mark> = was.iter().map(|was| of_row(&key, shelf, was)).collect();
        change(tables, desk, &gone, &[of_row(&key, shelf, row)])?;
    }
    Ok(true)
}

/// Removes an item, if it still has this version, with what a booking took. Whether it did. Without a desk, one that does
/// not open, nothing is counted.
pub(crate) fn take_out(
    tables: &mut dyn Tables,
    desk: Option<&Desk>,
    (shelf, owner): (Shelf, PersonId),
    id: &[u8; 16],
    version: u32,
) -> Result<bool, StoreError> {
    let was = tables.item(shelf, owner, id)?;
    if !tables.remove_item(shelf, owner, id, version)? {
        return Ok(false);
    }
    let key = desk.map(key);
    let mut gone: Vec<Mark> = was.iter().zip(&key).map(|(was, key)| of_row(key, shelf, was)).collect();
    if shelf == Shelf::Booking {
        if let Some(key) = &key {
            gone.extend(firm(tables, key, owner, &[*id])?);
        }
        // What a booking took becomes free with it: no version is none.
        tables.vacate(owner, id, 0)?;
    }
    if let Some(desk) = desk {
        change(tables, desk, &gone, &[])?;
    }
    Ok(true)
}

/// The firm times of bookings.
fn firm(
    tables: &mut dyn Tables,
    key: &Secret,
    owner: PersonId,
    bookings: &[[u8; 16]],
) -> Result<Vec<Mark>, StoreError> {
    let mut all = Vec::new();
    for booking in bookings {
        let times = tables.occupied_by(owner, booking)?;
        all.extend(times.iter().filter(|time| time.held_until.is_none()).map(|time| of_time(key, time)));
    }
    Ok(all)
}

/// Has bookings take other times, and counts them.
pub(crate) fn retime<E: From<StoreError>>(
    tables: &mut dyn Tables,
    desk: &Desk,
    bookings: &[[u8; 16]],
    work: impl FnOnce(&mut dyn Tables) -> Result<(), E>,
) -> Result<(), E> {
    let key = key(desk);
    let gone = firm(tables, &key, desk.owner(), bookings)?;
    work(tables)?;
    let come = firm(tables, &key, desk.owner(), bookings)?;
    Ok(change(tables, desk, &gone, &come)?)
}

/// What there is, counted anew.
fn count(tables: &mut dyn Tables, desk: &Desk) -> Result<Counts, StoreError> {
    let (key, owner) = (key(desk), desk.owner());
    let mut counts = Counts::default();
    let mut add = |(place, mark): Mark| {
        if let Some(tally) = counts.get_mut(usize::from(place)) {
            tally.add(&mark);
        }
    };
    for shelf in Shelf::ALL.into_iter().filter(|shelf| *shelf != Shelf::Audit) {
        let mut after: Option<[u8; 16]> = None;
        loop {
            let page = tables.items(shelf, owner, after.as_ref(), desk::PAGE)?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            page.iter().for_each(|row| add(of_row(&key, shelf, row)));
        }
    }
    let times = tables.occupied(owner)?;
    times.iter().filter(|time| time.held_until.is_none()).for_each(|time| add(of_time(&key, time)));
    Ok(counts)
}

/// Whether everything is there that was counted, and nothing else.
pub(crate) fn is_right(tables: &mut dyn Tables, desk: &Desk, sealed: Option<&[u8]>) -> Result<bool, StoreError> {
    let counted = sealed.and_then(|sealed| open(&key(desk), desk.owner(), sealed));
    Ok(counted.is_some() && counted == Some(count(tables, desk)?))
}

/// Counts what was kept before anything was counted, at every desk that opens.
pub(crate) fn fill(tables: &mut dyn Tables, keys: &[&Keys]) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let owners = tables.desks(after, desk::PAGE)?;
        let Some(last) = owners.last() else { return Ok(()) };
        after = Some(*last);
        for owner in owners {
            let Some(row) = tables.desk(owner)? else { continue };
            if let Some(desk) = keys.iter().find_map(|keys| desk::opened(keys, owner, &row).ok()) {
                let counts = count(tables, &desk)?;
                tables.set_tally(owner, &tally::seal(&key(&desk), owner.bytes(), &counts)?)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_before_there_was_a_ledger_open_with_none_in_it() {
        let (key, owner) = (Secret::new([1; 32]), PersonId::from_bytes([2; 16]));
        let mut known = [Tally::default(); WITHOUT_LEDGER];
        known[3].add(&[5; 32]);
        let sealed = tally::seal(&key, owner.bytes(), &known).unwrap();
        let opened = open(&key, owner, &sealed).unwrap();
        assert!(opened[..WITHOUT_LEDGER] == known && opened[WITHOUT_LEDGER] == Tally::default());
        assert!(open(&key, PersonId::from_bytes([3; 16]), &sealed).is_none());
    }
}
