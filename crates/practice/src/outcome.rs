//! What became of the clients of a practice: counted, never guessed, and never a ranking.
//!
//! What counts is a client's course. Once nothing of it lies ahead it is over and in the denominator, whatever became of
//! it: who left before the planned end, and who never told, counts as not better. What clients told is their own act.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Moment,
    book::{Booking, State},
};

/// What a course is about, as the plan had it when it was booked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// The id of the named course.
    pub course: String,
    /// The id of its main technique; nothing where the plan had none.
    pub technique: Option<String>,
}

/// Whether it is better by as much as matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// Better.
    Better,
    /// Not better, or not by as much as matters.
    NotBetter,
    /// There are not enough answers to say.
    Unknown,
}

/// What a client let the practice count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// What the client's own scores say.
    pub response: Response,
    /// Sessions of the course that were over when it was told.
    pub sessions: u16,
    /// After how many of them something came that was not wished; nothing where nobody said.
    pub reactions: Option<u16>,
    /// After how many of them that was severe or a warning sign; nothing where nobody said.
    pub serious: Option<u16>,
}

/// A booking with what is counted of it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The booking.
    pub booking: &'a Booking,
    /// What its course is about, where that was kept.
    pub planned: Option<&'a Planned>,
    /// What the client told with it.
    pub told: Option<&'a Told>,
}

/// The course of one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Treated<'a> {
    /// What it is about, where that was kept.
    pub planned: Option<&'a Planned>,
    /// Sessions that were planned.
    pub of: u16,
    /// Sessions that took place.
    pub done: u16,
    /// Whether something of it lies ahead, or is going on.
    pub ahead: bool,
    /// What the client told last.
    pub told: Option<&'a Told>,
}

/// The courses of all clients; of each, what was told last counts. The order of the bookings makes no difference.
#[must_use]
pub fn courses<'a>(seen: impl IntoIterator<Item = Seen<'a>>, now: Moment) -> Vec<Treated<'a>> {
    let mut of_course: BTreeMap<(Uuid, Option<Uuid>), Vec<Seen<'a>>> = BTreeMap::new();
    for one in seen {
        let course = one.booking.course.as_ref().map(|course| course.id);
        of_course.entry((one.booking.client, course)).or_default().push(one);
    }
    let treated = |mut seen: Vec<Seen<'a>>| {
        seen.sort_by_key(|one| (one.booking.hands.from, one.booking.therapist));
        let count = |is: &dyn Fn(&Booking) -> bool| {
            u16::try_from(seen.iter().filter(|one| is(one.booking)).count()).unwrap_or(u16::MAX)
        };
        let done = count(&|it| matches!(it.state, State::Done { .. }));
        let planned = seen.iter().filter_map(|one| one.booking.course.as_ref()).map(|course| course.of).max();
        Treated {
            planned: seen.iter().find_map(|one| one.planned),
            of: planned.unwrap_or(done),
            done,
            ahead: seen.iter().any(|one| lies_ahead(one.booking, now)),
            told: seen.iter().rev().find_map(|one| one.told),
        }
    };
    of_course.into_values().map(treated).collect()
}

/// What was booked and whose time is over lies ahead no more, whether or not anybody said what became of it.
fn lies_ahead(booking: &Booking, now: Moment) -> bool {
    match booking.state {
        State::Held { .. } | State::Booked | State::Started => booking.hands.until > now,
        State::Done { .. } | State::Cancelled { .. } | State::NoShow { .. } => false,
    }
}

/// Courses, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Courses under way: they began, and something lies ahead.
    pub under_way: u32,
    /// Courses that are over, each with at least one session.
    pub over: u32,
    /// Of those that are over: fewer sessions took place than were planned.
    pub left: u32,
    /// Of those that are over and were not left: nobody told how it went, or there are not enough answers.
    pub untold: u32,
    /// Of those that are over and were not left: better.
    pub better: u32,
    /// Sessions that took place, of all courses.
    pub sessions: u32,
    /// Sessions of which it was told whether something came after them.
    pub asked: u32,
    /// After how many of these something came.
    pub reactions: u32,
    /// After how many of these that was severe or a warning sign.
    pub serious: u32,
}

impl Tally {
    /// Counts courses.
    #[must_use]
    pub fn of<'a>(courses: impl IntoIterator<Item = &'a Treated<'a>>) -> Self {
        let mut tally = Self::default();
        for course in courses.into_iter().filter(|course| course.done > 0) {
            tally.add(course);
        }
        tally
    }

    fn add(&mut self, course: &Treated<'_>) {
        self.sessions += u32::from(course.done);
        if let Some(Told { sessions, reactions: Some(reactions), serious, .. }) = course.told {
            // No more can have come than sessions took place.
            let asked = (*sessions).min(course.done);
            self.asked += u32::from(asked);
            self.reactions += u32::from((*reactions).min(asked));
            self.serious += serious.map_or(0, |serious| u32::from(serious.min(asked)));
        }
        if course.ahead {
            self.under_way += 1;
            return;
        }
        self.over += 1;
        if course.done < course.of {
            self.left += 1;
            return;
        }
        match course.told.map(|told| told.response) {
            Some(Response::Better) => self.better += 1,
            Some(Response::NotBetter) => {}
            Some(Response::Unknown) | None => self.untold += 1,
        }
    }

    /// The share that is better, of all that are over.
    #[must_use]
    pub fn responders(&self) -> Share {
        Share { of: self.over, some: self.better }
    }

    /// The share of sessions after which something came.
    #[must_use]
    pub fn reacting(&self) -> Share {
        Share { of: self.asked, some: self.reactions }
    }

    /// The share of sessions after which something severe came, or a warning sign.
    #[must_use]
    pub fn reacting_badly(&self) -> Share {
        Share { of: self.asked, some: self.serious }
    }
}

/// Some of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Of how many.
    pub of: u32,
    /// How many.
    pub some: u32,
}

impl Share {
    /// The 97.5th percentile of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;

    /// The share itself, from 0 to 1; nothing of nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.some.min(self.of)) / f64::from(self.of))
    }

    /// The 95 % range of what the share would be with many more: Wilson's score interval (J Am Stat Assoc 1927;22:209-12),
    /// one of those that Newcombe recommends (Stat Med 1998;17:857-72). It is never empty and never leaves 0 to 1. Nothing
    /// of nothing.
    #[must_use]
    pub fn range(self) -> Option<(f64, f64)> {
        let share = self.value()?;
        let (of, square) = (f64::from(self.of), Self::Z * Self::Z);
        let middle = share + square / (2.0 * of);
        let half = Self::Z * (share * (1.0 - share) / of + square / (4.0 * of * of)).sqrt();
        let whole = 1.0 + square / of;
        Some((((middle - half) / whole).clamp(0.0, share), ((middle + half) / whole).clamp(share, 1.0)))
    }
}

#[cfg(test)]
mod tests;
