//! What a client is told of an appointment by mail, and when.
//!
//! What changes within [`GRACE_MIN`] minutes is told once, as it then holds. Nothing is told in the quiet hours of the
//! practice.

use jiff::{
    ToSpan,
    civil::{Date, Time},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Moment, Zone,
    book::{Booking, State},
    moment::STEP_MIN,
};

/// Minutes from the first change until it is told: what follows within them goes into the same message.
pub const GRACE_MIN: i64 = 3;
const MINUTE_MS: i64 = 60_000;
const DAY_MIN: u16 = 24 * 60;

/// What the questions before a session came to, as far as a client is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// They were answered, and the session may take place.
    Done,
    /// They are open.
    Open,
    /// The session waits.
    Waits,
}

/// How an appointment stands, as far as a client is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub enum Stands {
    /// Nothing is booked, at most held.
    Nowhere,
    /// Both sides count on it.
    Fixed {
        /// When the massage begins.
        from: Moment,
        /// By whom.
        therapist: Uuid,
        /// Whether the practice has put it there, and the client has not said yet whether that suits them.
        offered: bool,
        /// What the questions came to.
        asked: Asked,
    },
    /// It does not take place.
    Cancelled,
    /// It has begun, or its time is over: nothing is told of it any more.
    Over,
}

impl Stands {
    /// How a booking stands; `None` for one that is not there.
    #[must_use]
    pub fn of(booking: Option<&Booking>) -> Self {
        let Some(booking) = booking else { return Self::Nowhere };
        match booking.state {
            State::Held { .. } => Self::Nowhere,
            State::Booked => Self::Fixed {
                from: booking.hands.from,
                therapist: booking.therapist,
                offered: booking.offered.is_some(),
                asked: match booking.screened {
                    Some(screened) if screened.allowed => Asked::Done,
                    Some(_) => Asked::Waits,
                    None => Asked::Open,
                },
            },
            State::Cancelled { .. } => Self::Cancelled,
            State::Started | State::Done { .. } | State::NoShow { .. } => Self::Over,
        }
    }

    /// Whether a change to `after` is one that the client is told of.
    #[must_use]
    pub fn concerns(self, after: Self) -> bool {
        match (self, after) {
            // What was only held and is let go was nobody's.
            (_, Self::Nowhere | Self::Over) | (Self::Nowhere | Self::Cancelled, Self::Cancelled) => false,
            (Self::Fixed { from, therapist, offered, asked }, Self::Fixed { from: to, therapist: by, .. }) => {
                let (there, now) = match after {
                    Self::Fixed { offered, asked, .. } => (offered, asked),
                    Self::Nowhere | Self::Cancelled | Self::Over => (offered, asked),
                };
                from != to || therapist != by || offered != there || now > asked
            }
            _ => true,
        }
    }
}

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// It is booked.
    Booked,
    /// It is at another time or with somebody else.
    Moved,
    /// It does not take place.
    Cancelled,
    /// The practice offers another time, or somebody else.
    Offered,
    /// It is booked, and waits for something that the client does.
    Waits,
    /// It is soon.
    Reminder,
}

impl Notice {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Booked, Self::Moved, Self::Cancelled, Self::Offered, Self::Waits, Self::Reminder];

    /// The name that stands in the keys of the language files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Offered => "offered",
            Self::Waits => "waits",
            Self::Reminder => "reminder",
        }
    }

    /// What says how it stands `now` to somebody who knew it as it stood before; nothing where nothing is to be said.
    #[must_use]
    pub fn of(knew: Stands, now: Stands) -> Option<Self> {
        match (knew, now) {
            (_, Stands::Nowhere | Stands::Over) | (Stands::Cancelled, Stands::Cancelled) => None,
            (_, Stands::Cancelled) => Some(Self::Cancelled),
            (
                Stands::Fixed { from, therapist, asked: before, .. },
                Stands::Fixed { from: to, therapist: by, offered, asked },
            ) => Some(match (from == to && therapist == by, offered) {
                (_, true) => Self::Offered,
                (false, false) => Self::Moved,
                (true, false) if asked > before => Self::Waits,
                (true, false) => Self::Booked,
            }),
            (_, Stands::Fixed { offered: true, .. }) => Some(Self::Offered),
            (_, Stands::Fixed { asked: Asked::Waits, .. }) => Some(Self::Waits),
            (_, Stands::Fixed { .. }) => Some(Self::Booked),
        }
    }
}

/// That something is to be told of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    /// How it stood when the client was told last.
    pub knew: Stands,
    /// When it is told, in milliseconds since 1970 UTC.
    pub due_ms: i64,
}

impl Telling {
    /// What is to be told after a change: what waits already stays as it is; nothing where nothing waits and the change does
    /// not concern the client.
    #[must_use]
    pub fn after(
        waits: Option<Self>,
        before: Stands,
        after: Stands,
        now_ms: i64,
        zone: &Zone,
        rules: &Rules,
    ) -> Option<Self> {
        let fresh = || Self { knew: before, due_ms: rules.awake(zone, now_ms.saturating_add(GRACE_MIN * MINUTE_MS)) };
        waits.or_else(|| before.concerns(after).then(fresh))
    }
}

/// When a practice writes to its clients. Minutes are those after midnight on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How many hours before an appointment its client is reminded, on the clock on the wall; 0 for never.
    pub reminder_hours: u16,
    /// From when on nothing is sent.
    pub quiet_from_min: u16,
    /// Until when.
    pub quiet_until_min: u16,
}

impl Default for Rules {
    /// A day before, and nothing between 21:00 and 8:00.
    fn default() -> Self {
        Self { reminder_hours: 24, quiet_from_min: 21 * 60, quiet_until_min: 8 * 60 }
    }
}

impl Rules {
    fn is_quiet_at(&self, minute: u16) -> bool {
        let (from, until) = (self.quiet_from_min, self.quiet_until_min);
        if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
    }

    /// Whether nothing is sent at this moment (milliseconds since 1970 UTC).
    #[must_use]
    pub fn is_quiet(&self, zone: &Zone, at_ms: i64) -> bool {
        zone.wall(Moment::begun(at_ms)).is_some_and(|(_, minute)| self.is_quiet_at(minute))
    }

    /// The moment itself, or the end of the quiet hours that it is in. Milliseconds since 1970 UTC.
    #[must_use]
    pub fn awake(&self, zone: &Zone, at_ms: i64) -> i64 {
        let end = || {
            let (date, minute) = zone.wall(Moment::begun(at_ms)).filter(|(_, minute)| self.is_quiet_at(*minute))?;
            let date = if minute < self.quiet_until_min { date } else { date.tomorrow().ok()? };
            zone.at(date, self.quiet_until_min).map(|(moment, _)| moment.as_ms())
        };
        end().map_or(at_ms, |end| end.max(at_ms))
    }

    /// When a client is reminded of an appointment that begins at a moment: so many hours before on the wall, after the quiet
    /// hours where it falls into them, and before them where afterwards would be too late. Milliseconds since 1970 UTC;
    /// `None` where nobody is reminded.
    #[must_use]
    pub fn reminder(&self, zone: &Zone, from: Moment) -> Option<i64> {
        if self.reminder_hours == 0 {
            return None;
        }
        let (date, minute) = zone.wall(from)?;
        let wished = Self::earlier(zone, date, minute, self.reminder_hours)?.min(from);
        let awake = self.awake(zone, wished.as_ms());
        if awake < from.as_ms() {
            return Some(awake);
        }
        let (date, minute) = zone.wall(wished)?;
        let date = if minute >= self.quiet_from_min { date } else { date.yesterday().ok()? };
        let before = self.quiet_from_min.checked_sub(u16::try_from(STEP_MIN).ok()?)?;
        let evening = zone.at(date, before)?.0.as_ms();
        (!self.is_quiet(zone, evening)).then_some(evening)
    }

    fn earlier(zone: &Zone, date: Date, minute: u16, hours: u16) -> Option<Moment> {
        let wall = date.to_datetime(Time::midnight()).checked_add(i64::from(minute).minutes()).ok()?;
        let wall = wall.checked_sub(i64::from(hours).hours()).ok()?;
        let minute = u16::try_from(wall.hour()).ok()? * 60 + u16::try_from(wall.minute()).ok()?;
        Some(zone.at(wall.date(), minute % DAY_MIN)?.0)
    }
}

#[cfg(test)]
mod tests;
