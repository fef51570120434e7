//! A practice at one moment: everything that decides whether a time is free.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Minutes, Moment, Span, Therapist, Zone,
    licence::{Jurisdiction, Standing, standing},
};

/// A room, or anything else that only one session can have at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What stands in it, by name: a couch that goes down low, a shower, a chair for clothed massage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<String>,
    /// Whether nothing more is booked in it. What is booked stays.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ended: bool,
}

impl Room {
    /// Whether a service can be given in it.
    #[must_use]
    pub fn serves(&self, service: &Service) -> bool {
        !self.ended && service.needs.iter().all(|need| self.has.contains(need))
    }
}

/// Something that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// How long the massage is.
    pub length: Minutes,
    /// Minutes before it in which the room is made ready.
    pub before: Minutes,
    /// Minutes after it in which the room is cleaned.
    pub after: Minutes,
    /// Sessions begin at multiples of so many minutes after midnight.
    pub every: Minutes,
    /// Whether it needs a room of the practice; a visit at home does not.
    pub needs_room: bool,
    /// What has to stand in that room, by name; of a service that needs no room it says nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The price in the smallest unit of the practice's money; nothing where none is set.
    pub price: Option<u32>,
    /// Whether it is not offered any more. What is booked stays.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ended: bool,
}

/// Whether it is what stands there where nothing is said.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_false(said: &bool) -> bool {
    !*said
}

impl Service {
    /// What a session that begins then keeps busy, preparing and cleaning included.
    #[must_use]
    pub fn whole(&self, start: Moment) -> Span {
        Span { from: start.minus(self.before), until: start.plus(self.length).plus(self.after) }
    }

    /// When hands are at work in a session that begins then.
    #[must_use]
    pub fn hands(&self, start: Moment) -> Span {
        Span { from: start, until: start.plus(self.length) }
    }
}

/// A time that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whose time.
    pub therapist: Uuid,
    /// In which room, if in one.
    pub room: Option<Uuid>,
    /// Preparing and cleaning included.
    pub whole: Span,
    /// The massage alone.
    pub hands: Span,
}

/// A practice at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Practice<'a> {
    /// Its clock.
    pub zone: &'a Zone,
    /// What its place asks of therapists.
    pub place: &'a Jurisdiction,
    /// Who works there.
    pub therapists: &'a [Therapist],
    /// Its rooms.
    pub rooms: &'a [Room],
    /// Everything that is booked or held.
    pub taken: &'a [Taken],
    /// The present moment.
    pub now: Moment,
    /// How long before a session it can be booked at the latest.
    pub notice: Minutes,
    /// How many days ahead it can be booked, today not counted.
    pub horizon_days: u16,
    /// The holidays on which it is closed, each with its name. Who has hours for that very day works nevertheless.
    pub closed: &'a BTreeMap<Date, String>,
}

impl Practice<'_> {
    /// Today, and the last day on which something can be booked. `None` outside the calendar.
    pub(crate) fn days(&self) -> Option<(Date, Date)> {
        let (today, _) = self.zone.wall(self.now)?;
        let last = today.checked_add(jiff::Span::new().days(i64::from(self.horizon_days))).ok()?;
        Some((today, last))
    }

    /// The first moment that is not too soon.
    pub(crate) fn earliest(&self) -> Moment {
        // What has begun is over: the next step counts.
        Moment(self.now.0.saturating_add(1)).plus(self.notice)
    }

    /// How somebody stands here on a date, where that bars them.
    #[must_use]
    pub fn barred(&self, therapist: &Therapist, date: Date) -> Option<Standing> {
        let standing = standing(&therapist.papers, self.place, date);
        (!standing.may_be_booked(self.place.regulation)).then_some(standing)
    }
}

/// Techniques of a plan that somebody does not give.
pub(crate) fn lacking(therapist: &Therapist, needed: &BTreeSet<String>) -> Vec<String> {
    needed.difference(&therapist.techniques).cloned().collect()
}
