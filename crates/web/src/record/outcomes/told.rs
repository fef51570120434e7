//! What was told: a score, a reaction, something that happened, a review, a course; and what of it cannot be read.

use supple_care::{
    Day,
    adapt::Way,
    measure::{Entry, NoScore},
};
use uuid::Uuid;

/// A score with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scored {
    /// Index of the measure.
    pub(crate) instrument: usize,
    pub(crate) entry: Entry,
    /// The session that it was asked for.
    pub(crate) session: Option<Uuid>,
    /// Whether somebody trained gave that session; nothing for a score without one, or where nobody knows who gave it.
    pub(crate) practice: Option<bool>,
    /// The person's own words for the items, where they are asked for.
    pub(crate) names: Vec<String>,
}

/// A reaction after a session.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reacted {
    pub(crate) session: Uuid,
    pub(crate) on: Day,
    pub(crate) seq: u64,
    /// Ids of what came; "nothing" is an empty list.
    pub(crate) what: Vec<String>,
    /// `mild`, `moderate` or `severe`.
    pub(crate) bad: Option<String>,
    /// The id of how long it lasted; nothing where nobody knows.
    pub(crate) lasted: Option<String>,
    /// At least so many hours; nothing where nobody knows.
    pub(crate) hours: Option<u16>,
    pub(crate) worse: bool,
    pub(crate) sign: bool,
}

/// Something that happened beside the massage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Happened {
    pub(crate) what: String,
    pub(crate) on: Day,
    pub(crate) seq: u64,
}

/// A review that was answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reviewed {
    pub(crate) way: Way,
    /// The rule that was highlighted.
    pub(crate) rule: Option<String>,
    pub(crate) on: Day,
    pub(crate) seq: u64,
}

/// A course that was taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Undertaken {
    pub(crate) course: String,
    /// Planned sessions; nothing for a course without end.
    pub(crate) sessions: Option<u16>,
    pub(crate) review: Option<Day>,
    /// After relief: the weeks from one session to the next, and the day on which they end.
    pub(crate) upkeep: Option<(u16, Day)>,
    pub(crate) on: Day,
    pub(crate) seq: u64,
}

/// An answer that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unread {
    /// Its place in the record.
    pub(crate) seq: u64,
    pub(crate) on: Day,
    /// The measure, as it was named.
    pub(crate) what: String,
    pub(crate) why: Unreadable,
}

/// Why it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// This program does not know the measure, or not any more.
    Instrument,
    /// It does not know the place.
    Place,
    /// An answer is no whole number.
    Number,
    /// An answer lies outside the range.
    Range,
    /// An answer is missing.
    Missing,
}

impl Unreadable {
    /// The stable spelling.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Place => "place",
            Self::Number => "number",
            Self::Range => "range",
            Self::Missing => "missing",
        }
    }
}

impl From<NoScore> for Unreadable {
    fn from(why: NoScore) -> Self {
        match why {
            NoScore::Missing(_) => Self::Missing,
            NoScore::OutOfRange(_) => Self::Range,
            NoScore::TooMany => Self::Number,
        }
    }
}
