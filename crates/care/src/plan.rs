//! What a plan is. [`crate::Cleared`] is needed to make one.

use crate::{Day, PlaceSet, source::Evidence, technique::Firmness};

/// What the person wants. No wish lifts a ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Who gives it (bit index).
    pub giver: u8,
    /// Gentle or firm.
    pub firmness: Firmness,
    /// Minutes of one session, if there is a wish.
    pub minutes: Option<u16>,
    /// Minutes a week in all, if there is a limit.
    pub minutes_a_week: Option<u16>,
    /// Whether the clothes stay on.
    pub clothed: bool,
    /// The position (bit index), if one is wished for.
    pub position: Option<u8>,
    /// The devices at hand (bits); bit 0 is always there.
    pub devices: u32,
    /// The course (index), if one is chosen.
    pub course: Option<usize>,
    /// Body shape (index), for the drawing.
    pub shape: usize,
}

/// A technique at a site with its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Index of the technique.
    pub technique: usize,
    /// Applicator bits.
    pub applicators: u32,
    /// The places that stay open to it.
    pub places: PlaceSet,
    /// The pressure it begins with, P1 to P5.
    pub start: u8,
    /// The ceiling, P1 to P5: the lowest of everything that applies.
    pub ceiling: u8,
}

/// A focus of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Index of the site.
    pub site: usize,
    /// What is done there, best first; empty if nothing is left, and then `instead` says what is.
    pub works: Vec<Work>,
    /// Minutes in one session.
    pub minutes: u16,
    /// The highest intensity marked there, 0 to 10; nothing where it does not hurt.
    pub pain: Option<u8>,
    /// The places of the site that are left out, and are closed to this giver.
    pub left_out: PlaceSet,
}

/// A course with the reason for its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Index of the course.
    pub course: usize,
    /// Number of sessions; nothing for one without end.
    pub sessions: Option<u16>,
    /// Days from one session to the next.
    pub spacing_days: u16,
    /// Minutes of one session.
    pub minutes: u16,
    /// The date of the review.
    pub review: Day,
    /// How sure it is: the lowest on the path.
    pub evidence: Evidence,
}

/// A plan: only [`crate::Cleared`] makes one possible, and it is good on the day of its clearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was wished for.
    pub wishes: Wishes,
    /// Focus sites in order.
    pub focuses: Vec<Focus>,
    /// The course.
    pub course: Choice,
    /// The other courses that would do, in order.
    pub others: Vec<Choice>,
    /// What it is combined with (indexes of activities): at least one is active.
    pub beside: Vec<usize>,
    /// Positions in which it can be given (bits).
    pub positions: u32,
}
