//! When somebody works: weekly hours on the wall clock of the practice, breaks, and days that are different.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::moment::{Moment, Span, Zone};

/// The end of the next day: hours may pass midnight, but not twice.
const LAST_MIN: u16 = 2 * 24 * 60;

/// Part of a day on the wall clock: minutes after midnight. An end after 1440 lies in the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its first minute.
    pub from_min: u16,
    /// The minute after its last.
    pub until_min: u16,
}

/// What a day is that is not like the others of its weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exception {
    /// No work.
    Closed,
    /// These hours instead, breaks left out.
    Open(Vec<Part>),
}

/// When somebody works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The hours of each weekday, Monday first.
    pub week: [Vec<Part>; 7],
    /// The breaks of each weekday, Monday first; on a day that is different they do not count.
    pub breaks: [Vec<Part>; 7],
    /// The days that are different.
    pub except: BTreeMap<Date, Exception>,
}

/// What is wrong with hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursProblem {
    /// A part ends before it begins, or at once.
    Backwards(Part),
    /// A part begins after its day, or ends after the next.
    TooLong(Part),
    /// Two parts of one day have minutes in common.
    Overlap(Part, Part),
}

/// The place of a weekday in a week that begins on Monday.
fn index(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0)
}

impl Hours {
    /// Everything that is wrong with them, at once.
    #[must_use]
    pub fn problems(&self) -> Vec<HoursProblem> {
        let mut problems = Vec::new();
        let open = self.except.values().filter_map(|day| match day {
            Exception::Open(parts) => Some(parts),
            Exception::Closed => None,
        });
        for parts in self.week.iter().chain(&self.breaks).chain(open) {
            let mut sorted = parts.clone();
            sorted.sort_unstable();
            for part in &sorted {
                if part.until_min <= part.from_min {
                    problems.push(HoursProblem::Backwards(*part));
                } else if part.from_min >= LAST_MIN / 2 || part.until_min > LAST_MIN {
                    problems.push(HoursProblem::TooLong(*part));
                }
            }
            let pairs = sorted.iter().zip(sorted.iter().skip(1));
            let crossing = pairs.filter(|(first, second)| second.from_min < first.until_min);
            problems.extend(crossing.map(|(first, second)| HoursProblem::Overlap(*first, *second)));
        }
        problems
    }

    /// The spans of a day, breaks taken out, on the clock of the zone. A time that does not exist is moved forward; of one
    /// that exists twice the first is meant.
    #[must_use]
    pub fn spans(&self, zone: &Zone, date: Date) -> Vec<Span> {
        let mut spans = Vec::new();
        self.each(date, |minute| Some(zone.at(date, minute)?.0), |span| spans.push(span));
        spans.sort_unstable();
        spans
    }

    /// The same on a day that is a holiday, where the practice is closed: only hours for that very day count.
    #[must_use]
    pub(crate) fn spans_where(&self, zone: &Zone, date: Date, closed: &BTreeMap<Date, String>) -> Vec<Span> {
        if self.is_off(date, closed) { Vec::new() } else { self.spans(zone, date) }
    }

    /// Whether a holiday takes their hours of a day.
    pub(crate) fn is_off(&self, date: Date, closed: &BTreeMap<Date, String>) -> bool {
        closed.contains_key(&date) && !self.except.contains_key(&date)
    }

    /// Hands every span of a day over, breaks taken out; `at` gives the moment of a minute of the day.
    pub(crate) fn each(&self, date: Date, at: impl Fn(u16) -> Option<Moment>, mut see: impl FnMut(Span)) {
        let span = |part: &Part| {
            let (from, until) = (at(part.from_min)?, at(part.until_min)?);
            (from < until).then_some(Span { from, until })
        };
        let day = index(date.weekday());
        let none: &[Part] = &[];
        let (parts, breaks) = match self.except.get(&date) {
            Some(Exception::Closed) => return,
            Some(Exception::Open(parts)) => (parts.as_slice(), none),
            None => (self.week.get(day).map_or(none, Vec::as_slice), self.breaks.get(day).map_or(none, Vec::as_slice)),
        };
        if breaks.is_empty() {
            return parts.iter().filter_map(span).for_each(see);
        }
        let mut pauses: Vec<Span> = breaks.iter().filter_map(span).collect();
        pauses.sort_unstable();
        for open in parts.iter().filter_map(span) {
            let mut from = open.from;
            for pause in &pauses {
                let until = pause.from.min(open.until);
                if from < until {
                    see(Span { from, until });
                }
                from = from.max(pause.until);
            }
            if from < open.until {
                see(Span { from, until: open.until });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::tests::berlin;
    use jiff::civil::date;

    fn every_day(from_min: u16, until_min: u16) -> Hours {
        Hours { week: std::array::from_fn(|_| vec![Part { from_min, until_min }]), ..Hours::default() }
    }

    fn minutes(hours: &Hours, date: Date) -> i64 {
        hours.spans(&berlin(), date).into_iter().map(Span::steps).sum::<i64>() * 5
    }

    #[test]
    fn nights_are_shorter_and_longer_where_the_clocks_change() {
        let night = every_day(22 * 60, 30 * 60);
        assert_eq!(minutes(&night, date(2026, 10, 20)), 8 * 60);
        assert_eq!(minutes(&night, date(2026, 10, 24)), 9 * 60);
        assert_eq!(minutes(&night, date(2027, 3, 27)), 7 * 60);
    }

    #[test]
    fn hours_inside_the_hour_that_is_skipped_are_none_or_moved() {
        assert_eq!(minutes(&every_day(120, 180), date(2027, 3, 28)), 0, "3:00 to 3:00");
        assert_eq!(minutes(&every_day(150, 240), date(2027, 3, 28)), 30, "3:30 to 4:00");
    }

    #[test]
    fn breaks_are_taken_out_and_days_that_are_different_count_as_they_stand() {
        let mut hours = every_day(9 * 60, 17 * 60);
        hours.breaks = std::array::from_fn(|_| vec![Part { from_min: 12 * 60, until_min: 13 * 60 }]);
        hours.except.insert(date(2026, 12, 24), Exception::Open(vec![Part { from_min: 600, until_min: 780 }]));
        hours.except.insert(date(2026, 12, 25), Exception::Closed);
        assert_eq!(minutes(&hours, date(2026, 12, 23)), 7 * 60);
        assert_eq!(hours.spans(&berlin(), date(2026, 12, 23)).len(), 2);
        assert_eq!(minutes(&hours, date(2026, 12, 24)), 180);
        assert_eq!(minutes(&hours, date(2026, 12, 25)), 0);
    }

    #[test]
    fn every_mistake_is_named_at_once() {
        let mut hours = every_day(600, 600);
        hours.week[3] = vec![Part { from_min: 0, until_min: 3000 }];
        hours.week[4] = vec![Part { from_min: 600, until_min: 700 }, Part { from_min: 690, until_min: 800 }];
        let problems = hours.problems();
        assert_eq!(problems.iter().filter(|it| matches!(it, HoursProblem::Backwards(_))).count(), 5);
        assert!(problems.iter().any(|it| matches!(it, HoursProblem::TooLong(_))));
        assert!(problems.iter().any(|it| matches!(it, HoursProblem::Overlap(..))));
    }
}
