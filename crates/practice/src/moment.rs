//! Time as a desk counts it: five-minute steps since 1970 UTC, and the wall clock of the practice beside them.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// How many minutes one step has. Every zone of today differs from UTC by a multiple of it.
pub const STEP_MIN: i64 = 5;
const STEP_MS: i64 = STEP_MIN * 60_000;
const DAY_MIN: u16 = 24 * 60;

/// A moment: steps of [`STEP_MIN`] minutes since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The last step that has begun at this moment (milliseconds since 1970 UTC).
    #[must_use]
    pub const fn begun(at_ms: i64) -> Self {
        Self(at_ms.div_euclid(STEP_MS))
    }

    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub const fn as_ms(self) -> i64 {
        self.0.saturating_mul(STEP_MS)
    }

    /// So many minutes later, rounded up to whole steps.
    #[must_use]
    pub fn plus(self, minutes: Minutes) -> Self {
        Self(self.0.saturating_add(minutes.steps()))
    }

    /// So many minutes earlier, rounded up to whole steps.
    #[must_use]
    pub fn minus(self, minutes: Minutes) -> Self {
        Self(self.0.saturating_sub(minutes.steps()))
    }
}

/// A length in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minutes(pub u16);

impl Minutes {
    /// Steps that cover it.
    #[must_use]
    pub fn steps(self) -> i64 {
        (i64::from(self.0) + STEP_MIN - 1) / STEP_MIN
    }
}

/// From a moment until just before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Its first step.
    pub from: Moment,
    /// The step after its last.
    pub until: Moment,
}

impl Span {
    /// All the time there is, as far as milliseconds in 64 bits can count it.
    pub const EVER: Self = Self { from: Moment(i64::MIN / 1_000_000), until: Moment(i64::MAX / 1_000_000) };

    /// Whether both have a step in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// Whether all of the other lies in this one.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.from <= other.from && other.until <= self.until
    }

    /// Its length in steps; none for one that ends before it begins.
    #[must_use]
    pub fn steps(self) -> i64 {
        self.until.0.saturating_sub(self.from.0).max(0)
    }
}

/// What a wall time is on a day on which the clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clocks {
    /// It exists once.
    Once,
    /// It does not exist; it was moved forward by as much as the clocks are.
    Skipped,
    /// It exists twice; the first is meant.
    Twice,
}

/// The wall clock of a practice.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// The clock of this zone.
    #[must_use]
    pub const fn new(zone: TimeZone) -> Self {
        Self(zone)
    }

    /// The zone.
    #[must_use]
    pub const fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// The moment of a wall time: minutes after midnight, from 1440 on of the next day. Seconds that a zone may be off the
    /// five-minute grid are rounded up. `None` outside the calendar.
    #[must_use]
    pub fn at(&self, date: Date, minute: u16) -> Option<(Moment, Clocks)> {
        let date = if minute >= DAY_MIN { date.tomorrow().ok()? } else { date };
        let minute = minute % DAY_MIN;
        let hour = i8::try_from(minute / 60).ok()?;
        let time = Time::new(hour, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
        let found = self.0.to_ambiguous_timestamp(DateTime::from_parts(date, time));
        let clocks = match found.offset() {
            jiff::tz::AmbiguousOffset::Unambiguous { .. } => Clocks::Once,
            jiff::tz::AmbiguousOffset::Gap { .. } => Clocks::Skipped,
            jiff::tz::AmbiguousOffset::Fold { .. } => Clocks::Twice,
        };
        let at = found.compatible().ok()?.as_second();
        let step = STEP_MIN * 60;
        Some((Moment(at.div_euclid(step) + i64::from(at.rem_euclid(step) > 0)), clocks))
    }

    /// The date and the minutes after midnight that the wall clock shows. `None` outside the calendar.
    #[must_use]
    pub fn wall(&self, moment: Moment) -> Option<(Date, u16)> {
        let shown = self.0.to_datetime(Timestamp::from_millisecond(moment.as_ms()).ok()?);
        let minute = u16::try_from(shown.hour()).ok()? * 60 + u16::try_from(shown.minute()).ok()?;
        Some((shown.date(), minute))
    }

    /// The moments between both at which the clocks change.
    pub(crate) fn changes(&self, from: Moment, until: Moment) -> Vec<Moment> {
        let Ok(start) = Timestamp::from_millisecond(from.as_ms()) else { return Vec::new() };
        let until = until.as_ms();
        let moments = self.0.following(start).map(|change| change.timestamp().as_millisecond());
        moments.take_while(|at| *at < until).map(Moment::begun).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;

    /// Central European time: clocks forward on the last Sunday of March at 2:00, back on that of October at 3:00.
    pub(crate) fn berlin() -> Zone {
        Zone::new(TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap())
    }

    #[test]
    fn a_time_that_does_not_exist_is_moved_forward() {
        let zone = berlin();
        let (moment, clocks) = zone.at(date(2027, 3, 28), 2 * 60 + 30).unwrap();
        assert_eq!(clocks, Clocks::Skipped);
        assert_eq!(zone.wall(moment), Some((date(2027, 3, 28), 3 * 60 + 30)));
    }

    #[test]
    fn of_a_time_that_exists_twice_the_first_is_meant() {
        let zone = berlin();
        let (moment, clocks) = zone.at(date(2026, 10, 25), 2 * 60 + 30).unwrap();
        assert_eq!(clocks, Clocks::Twice);
        // 02:30 in summer time is 00:30 UTC.
        assert_eq!(
            moment.as_ms(),
            jiff::civil::date(2026, 10, 25)
                .at(0, 30, 0, 0)
                .to_zoned(TimeZone::UTC)
                .unwrap()
                .timestamp()
                .as_millisecond()
        );
        assert_eq!(zone.wall(Moment(moment.0 + 12)), Some((date(2026, 10, 25), 2 * 60 + 30)), "an hour later again");
    }

    #[test]
    fn ten_in_the_morning_stays_ten_in_the_morning() {
        let zone = berlin();
        let before = zone.at(date(2026, 10, 24), 600).unwrap().0;
        let after = zone.at(date(2026, 10, 25), 600).unwrap().0;
        assert_eq!(after.0 - before.0, 25 * 12);
    }

    #[test]
    fn minutes_past_midnight_belong_to_the_next_day() {
        let zone = berlin();
        assert_eq!(zone.at(date(2026, 12, 31), 1440 + 30), zone.at(date(2027, 1, 1), 30));
    }

    #[test]
    fn a_length_is_rounded_up_to_whole_steps() {
        assert_eq!([0, 1, 5, 6].map(|minutes| Minutes(minutes).steps()), [0, 1, 1, 2]);
        assert_eq!(Moment::begun(-1), Moment(-1));
        assert_eq!(Moment::begun(299_999), Moment(0));
    }
}
