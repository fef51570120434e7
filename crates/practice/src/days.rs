//! The days that can be booked, with the moments at which they begin: found once, so that nothing else has to ask the clock.

use std::cell::Cell;

use jiff::civil::Date;

use crate::{Moment, Practice, Span, Zone, moment::STEP_MIN};

/// A day of the practice.
pub(crate) struct DayOf {
    pub(crate) date: Date,
    pub(crate) span: Span,
    /// Whether the clocks stay as they are on this day and the next, so that wall time is counting.
    pub(crate) plain: bool,
}

/// From today until the last day that can be booked, in their order.
pub(crate) struct Days {
    pub(crate) all: Vec<DayOf>,
    /// The place of the day that was asked for last: times come one after the other.
    last: Cell<usize>,
}

impl Days {
    /// The days of a practice; `None` outside the calendar.
    pub(crate) fn of(practice: &Practice<'_>) -> Option<Self> {
        let (today, last) = practice.days()?;
        let mut midnights = Vec::new();
        let mut date = today;
        // Two more: whether a day is plain depends on the next one.
        for _ in 0..u32::from(practice.horizon_days) + 3 {
            midnights.push((date, practice.zone.at(date, 0)?.0));
            date = date.tomorrow().ok()?;
        }
        let (from, until) = (midnights.first()?.1, midnights.last()?.1);
        let changes = practice.zone.changes(Moment(from.0 - 1), until);
        let windows = midnights.iter().zip(midnights.iter().skip(1)).zip(midnights.iter().skip(2));
        let days = windows.map(|((day, next), after)| DayOf {
            date: day.0,
            span: Span { from: day.1, until: next.1 },
            plain: practice.zone.wall(day.1) == Some((day.0, 0))
                && !changes.iter().any(|change| day.1 <= *change && *change <= after.1),
        });
        Some(Self { all: days.take_while(|day| day.date <= last).collect(), last: Cell::new(0) })
    }

    /// From the first moment of the first day until the last has ended.
    pub(crate) fn whole(&self) -> Option<Span> {
        Some(Span { from: self.all.first()?.span.from, until: self.all.last()?.span.until })
    }

    fn day_at(&self, moment: Moment) -> Option<&DayOf> {
        let holds = |day: &&DayOf| day.span.from <= moment && moment < day.span.until;
        if let Some(day) = self.all.get(self.last.get()).filter(holds) {
            return Some(day);
        }
        let place = self.all.partition_point(|day| day.span.from <= moment).checked_sub(1)?;
        self.last.set(place);
        self.all.get(place).filter(holds)
    }

    /// What [`Zone::wall`] says, without asking it on days on which the clocks stay as they are.
    pub(crate) fn wall(&self, zone: &Zone, moment: Moment) -> Option<(Date, u16)> {
        match self.day_at(moment).filter(|day| day.plain) {
            Some(day) => Some((day.date, u16::try_from((moment.0 - day.span.from.0) * STEP_MIN).ok()?)),
            None => zone.wall(moment),
        }
    }

    /// When a day begins and ends; nothing for one that is none of these.
    pub(crate) fn span(&self, date: Date) -> Option<Span> {
        let at = self.all.binary_search_by_key(&date, |day| day.date).ok()?;
        self.all.get(at).map(|day| day.span)
    }
}
