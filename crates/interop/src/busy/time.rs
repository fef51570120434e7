//! Times and how long something is, as they stand in a calendar.

use jiff::{
    SignedDuration, Span, Timestamp, ToSpan as _,
    civil::{Date, DateTime},
    tz::TimeZone,
};

/// A time as it stands in a calendar: a wall time on a clock, for days without a time midnight.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) wall: DateTime,
    pub(super) zone: TimeZone,
    pub(super) whole_day: bool,
}

impl At {
    /// The moment. A time that does not exist is moved forward; of one that exists twice the first is meant.
    pub(super) fn moment(&self) -> Option<Timestamp> {
        self.zone.to_ambiguous_timestamp(self.wall).compatible().ok()
    }

    pub(super) fn on(&self, date: Date) -> Option<Timestamp> {
        Self { wall: date.to_datetime(self.wall.time()), ..self.clone() }.moment()
    }
}

/// How long something is: days on the wall clock, or an exact time.
#[derive(Clone, Copy)]
pub(super) enum Long {
    Days(i32),
    Exactly(SignedDuration),
}

/// Spans in order, those that touch as one.
pub(super) fn joined(mut times: Vec<(Timestamp, Timestamp)>) -> Vec<(Timestamp, Timestamp)> {
    times.sort_unstable();
    let mut all: Vec<(Timestamp, Timestamp)> = Vec::new();
    for (from, until) in times {
        match all.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(until),
            None => all.push((from, until)),
        }
    }
    all
}

/// When something that begins then ends.
pub(super) fn ends(zone: &TimeZone, begins: Timestamp, long: Long) -> Option<Timestamp> {
    match long {
        Long::Exactly(long) => begins.checked_add(long).ok(),
        Long::Days(days) => {
            let wall = zone.to_datetime(begins).checked_add(days.days()).ok()?;
            zone.to_ambiguous_timestamp(wall).compatible().ok()
        }
    }
}

/// A duration (RFC 5545, 3.3.6): `P1DT2H`, `P2W`.
pub(super) fn duration(text: &str) -> Option<Long> {
    let text = text.trim().to_ascii_uppercase();
    let (back, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let span: Span = text.parse().ok()?;
    let days = span.get_weeks().checked_mul(7)?.checked_add(span.get_days())?;
    let plain = span.get_years() == 0 && span.get_months() == 0;
    let exact = i64::from(span.get_hours()).checked_mul(3600)?;
    let exact = exact.checked_add(span.get_minutes().checked_mul(60)?)?.checked_add(span.get_seconds())?;
    match (plain, exact) {
        (false, _) => None,
        (true, 0) => Some(Long::Days(if back { -days } else { days })),
        (true, exact) => {
            let all = i64::from(days).checked_mul(86_400)?.checked_add(exact)?;
            Some(Long::Exactly(SignedDuration::from_secs(if back { -all } else { all })))
        }
    }
}
