//! What is kept beside the records, and the row it is kept in.

use std::fmt;

use serde_json::Value;
use uuid::Uuid;

use crate::{PersonId, UtcMs};

/// A statement about a shelf's table: what stands before the table's name, and what behind it.
macro_rules! on {
    ($shelf:expr, $before:literal, $after:literal) => {
        match $shelf {
            $crate::Shelf::Practice => concat!($before, "practice", $after),
            $crate::Shelf::Account => concat!($before, "account", $after),
            $crate::Shelf::Membership => concat!($before, "membership", $after),
            $crate::Shelf::Therapist => concat!($before, "therapist", $after),
            $crate::Shelf::Availability => concat!($before, "availability", $after),
            $crate::Shelf::Booking => concat!($before, "booking", $after),
            $crate::Shelf::Job => concat!($before, "job", $after),
            $crate::Shelf::Audit => concat!($before, "audit", $after),
            $crate::Shelf::Ledger => concat!($before, "ledger", $after),
        }
    };
}
pub(crate) use on;

/// Where something is kept that is no event of a person's record. Each is a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// A practice's own page; one item, with the practice's id.
    Practice,
    /// How a person signs in; owned by the person.
    Account,
    /// Who belongs to a practice; the item's id is the person's.
    Membership,
    /// Who gives massages in a practice.
    Therapist,
    /// When they do, for their calendars; and when those can who wait for a time.
    Availability,
    /// Sessions with their beginning and end.
    Booking,
    /// Mail and reminders; `at` is when they are due.
    Job,
    /// Who did and read what; written by [`crate::Store::note`] alone.
    Audit,
    /// What was sold, used and paid; written by [`crate::Store::enter`] alone.
    Ledger,
}

impl Shelf {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Practice,
        Self::Account,
        Self::Membership,
        Self::Therapist,
        Self::Availability,
        Self::Booking,
        Self::Job,
        Self::Audit,
        Self::Ledger,
    ];

    /// Where something may be about a person: it goes when they are erased.
    pub(crate) const ABOUT_SOMEBODY: [Self; 5] =
        [Self::Membership, Self::Therapist, Self::Availability, Self::Booking, Self::Job];

    /// The name: that of the table, and that in an export.
    #[must_use]
    pub const fn name(self) -> &'static str {
        on!(self, "", "")
    }

    /// Whether each item is sealed onto the one before it and none is ever changed or taken out.
    pub(crate) const fn is_chain(self) -> bool {
        matches!(self, Self::Audit | Self::Ledger)
    }

    /// The number that stands in the seals.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Practice => 1,
            Self::Account => 2,
            Self::Membership => 3,
            Self::Therapist => 4,
            Self::Availability => 5,
            Self::Booking => 6,
            Self::Job => 7,
            Self::Audit => 8,
            // 9 stands for what bookings take.
            Self::Ledger => 10,
        }
    }
}

/// Something that is kept on a [`Shelf`]; its content as plain JSON, or as what it was read as.
#[derive(Clone, PartialEq)]
pub struct Item<B = Value> {
    /// Made where it was made, a UUIDv7, or the person's id for a membership.
    pub id: Uuid,
    /// When it begins or is due, in clear.
    pub at: Option<UtcMs>,
    /// When it ends, in clear.
    pub until: Option<UtcMs>,
    /// Whom it is about, in clear: it goes when they are erased. A membership is always about whose id it has.
    pub about: Option<PersonId>,
    /// How often it was written. For writing: the version that was read, 0 for something new.
    pub version: u32,
    /// The content; at most 1 MiB as compact JSON. Sealed.
    pub body: B,
}

/// Shows no content: it does not reach a log.
impl<B> fmt::Debug for Item<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item").field("id", &self.id).field("version", &self.version).finish_non_exhaustive()
    }
}

/// The row of an item.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ItemRow {
    pub(crate) id: [u8; 16],
    pub(crate) at: Option<i64>,
    pub(crate) until: Option<i64>,
    pub(crate) about: Option<PersonId>,
    pub(crate) version: u32,
    pub(crate) sealed: Vec<u8>,
}

/// A job as it is looked up when it is due, in the order in which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DueRow {
    /// Since when, in milliseconds since 1970 UTC.
    pub(crate) at: i64,
    pub(crate) owner: PersonId,
    pub(crate) id: [u8; 16],
}

impl DueRow {
    /// Before all that are due.
    pub(crate) const FIRST: Self = Self { at: i64::MIN, owner: PersonId::from_bytes([0; 16]), id: [0; 16] };
}

/// The row of an owner's desk.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DeskRow {
    pub(crate) is_practice: bool,
    pub(crate) wrapped: Vec<u8>,
    pub(crate) generation: u32,
    /// What is counted of the shelves, sealed; `None` when nothing ever was.
    pub(crate) tally: Option<Vec<u8>>,
}
