//! Bookings that cannot overlap. What a booking takes (a therapist, a room) is kept as one row for every five minutes; the
//! database refuses a second one, from however many programs it comes.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::counted;
use crate::desk::{self, Desk};
use crate::shelf::{Item, ItemRow, Shelf};
use crate::tables::Tables;
use crate::witness::Chain;
use crate::{DeskError, Store, StoreError, UtcMs};

/// The longest time that one booking may take, in steps of five minutes: two days.
const LONGEST: i64 = 576;

/// Something that only one booking can have at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// The therapist's id, or the room's.
    pub resource: Uuid,
    /// The first step of five minutes, counted from 1970 UTC.
    pub from_step: i64,
    /// The step after the last.
    pub until_step: i64,
}

/// A booking as it is to be kept, in the place of the version that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Booked {
    /// The booking.
    pub item: Item,
    /// What it takes from now on; what it took before and is not named here becomes free.
    pub takes: Vec<Take>,
    /// Until when it is only held: afterwards another may have what it takes, without anybody clearing up.
    pub held_until: Option<UtcMs>,
}

/// What became of bookings that were to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// They are kept; their new versions, in their order.
    Now(Vec<u32>),
    /// A new one is there already: this is the same once more. Nothing was changed.
    Before,
}

/// What one booking takes, row by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Occupied {
    pub(crate) take: Take,
    pub(crate) item: [u8; 16],
    pub(crate) version: u32,
    pub(crate) held_until: Option<i64>,
}

/// Everything that bookings take, in one order for all programs: whoever waits for another never waits in a circle.
pub(crate) fn in_order(bookings: &[Booked]) -> Result<Vec<Occupied>, DeskError> {
    let mut all = Vec::new();
    for booking in bookings {
        for take in &booking.takes {
            let steps = take.until_step.saturating_sub(take.from_step);
            if !(1..=LONGEST).contains(&steps) {
                return Err(DeskError::Backwards { id: booking.item.id });
            }
            all.push(Occupied {
                take: *take,
                item: *booking.item.id.as_bytes(),
                version: booking.item.version.saturating_add(1),
                held_until: booking.held_until.map(|until| until.0),
            });
        }
    }
    all.sort_unstable_by_key(|occupied| occupied.take);
    Ok(all)
}

/// Occupies everything, or says which booking found its time taken.
pub(crate) fn occupy(tables: &mut dyn Tables, desk: &Desk, all: &[Occupied], now: UtcMs) -> Result<(), DeskError> {
    for occupied in all {
        let steps = occupied.take.until_step.saturating_sub(occupied.take.from_step);
        if tables.occupy(desk.owner(), occupied, now.0)? != u64::try_from(steps).unwrap_or(u64::MAX) {
            return Err(DeskError::Taken { id: Uuid::from_bytes(occupied.item) });
        }
    }
    Ok(())
}

impl Store {
    /// Keeps bookings, all or none: none where one of them would take what another has. What was only held, and not in
    /// time confirmed, is free.
    ///
    /// Safe to repeat: a new booking (version 0) whose id is there already gives [`Kept::Before`].
    ///
    /// # Errors
    /// [`DeskError::Taken`] with the booking whose time is taken; [`DeskError::Changed`] when another version of one is
    /// there by now; [`DeskError::Backwards`] for a time that ends before it begins or lasts longer than two days; when
    /// one is too large, or the database fails.
    pub fn book(&self, desk: &Desk, bookings: &[Booked], now: UtcMs) -> Result<Kept, DeskError> {
        self.book_with(desk, bookings, &[], now)
    }

    /// As [`Store::book`], with jobs that are kept in the same transaction, each in the place of the version that was read:
    /// what was booked and what is to be told of it are both there or neither is.
    ///
    /// # Errors
    /// As for [`Store::book`]; [`DeskError::Changed`] also with the id of a job of which another version is there by now.
    pub fn book_with(&self, desk: &Desk, bookings: &[Booked], jobs: &[Item], now: UtcMs) -> Result<Kept, DeskError> {
        self.book_and_note(desk, bookings, jobs, &[], now)
    }

    /// As [`Store::book_with`], with notes for the owner's audit (see [`Store::note`]) in the same transaction: nothing that was
    /// kept is without its note, and no note is of what was not kept. Where the bookings are there already
    /// ([`Kept::Before`]), so are their notes. After a line to a server that broke, a note may stand there twice.
    ///
    /// # Errors
    /// As for [`Store::book_with`] and [`Store::note`].
    pub fn book_and_note(
        &self,
        desk: &Desk,
        bookings: &[Booked],
        jobs: &[Item],
        notes: &[Value],
        now: UtcMs,
    ) -> Result<Kept, DeskError> {
        let occupied = in_order(bookings)?;
        let mut told: Vec<(ItemRow, u32)> = Vec::new();
        for job in jobs {
            told.push((desk::seal(desk, Shelf::Job, job, &[0; 32])?, job.version));
        }
        told.sort_unstable_by_key(|(row, _)| row.id);
        let mut rows: Vec<(ItemRow, u32)> = Vec::new();
        for Booked { item, .. } in bookings {
            rows.push((desk::seal(desk, Shelf::Booking, item, &[0; 32])?, item.version));
        }
        let versions = rows.iter().map(|(row, _)| row.version).collect();
        rows.sort_unstable_by_key(|(row, _)| row.id);
        let mut notes: Vec<Item> = notes.iter().map(|body| desk::note(now, body.clone())).collect();
        let desk_of = desk.clone();
        let kept = self.engines.of(desk.owner()).write(move |tables| {
            let owner = desk_of.owner();
            for (row, before) in &rows {
                if !counted::keep(tables, &desk_of, Shelf::Booking, row, *before)? {
                    return Err(DeskError::Changed { id: Uuid::from_bytes(row.id) });
                }
            }
            for (row, before) in &told {
                if !counted::keep(tables, &desk_of, Shelf::Job, row, *before)? {
                    return Err(DeskError::Changed { id: Uuid::from_bytes(row.id) });
                }
            }
            let ids: Vec<[u8; 16]> = rows.iter().map(|(row, _)| row.id).collect();
            counted::retime(tables, &desk_of, &ids, |tables| {
                occupy(tables, &desk_of, &occupied, now)?;
                // Only what is the booking's own is freed, and last: nobody else waits for it.
                rows.iter().try_for_each(|(row, _)| tables.vacate(owner, &row.id, row.version))?;
                Ok::<_, DeskError>(())
            })?;
            // Last of all, so that whoever waits for its number holds nothing that others wait for.
            desk::add_all(tables, &desk_of, &mut notes)
        });
        let is_new = |id: Uuid| bookings.iter().any(|booking| booking.item.id == id && booking.item.version == 0);
        match kept {
            Ok(ends) => {
                if let Some((from, to)) = ends {
                    self.witness.saw(Chain::Audit, desk.owner(), from, to);
                }
                Ok(Kept::Now(versions))
            }
            Err(DeskError::Changed { id }) if is_new(id) && self.item(desk, Shelf::Booking, id)?.is_some() => {
                Ok(Kept::Before)
            }
            Err(error) => Err(error),
        }
    }

    /// What bookings take, by booking: with what it is held until, if it is only held.
    pub(crate) fn occupied(&self, desk: &Desk) -> Result<Vec<Occupied>, StoreError> {
        let rows = self.engines.of(desk.owner()).read(|tables| tables.occupied(desk.owner()))?;
        // Steps that follow one another become one time again.
        let mut all: Vec<Occupied> = Vec::new();
        for row in rows {
            match all.last_mut() {
                Some(last)
                    if last.item == row.item
                        && last.take.resource == row.take.resource
                        && last.take.until_step == row.take.from_step =>
                {
                    last.take.until_step = row.take.until_step;
                }
                _ => all.push(row),
            }
        }
        Ok(all)
    }
}
