//! A week as an iCalendar file (RFC 5545), to take along into any calendar.
//!
//! Titles come from outside and are neutral, because a calendar is often shared: no complaint, no place on the body. The
//! same week gives the same file, and the same entry the same UID, so that a calendar that reads it again doubles nothing.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};
use supple_care::{
    Day, Knowledge,
    week::{Entry, What},
};

use crate::dates;

/// Days of a week.
const WEEK: i32 = 7;
/// So many at even distances are a rule.
const FEWEST: usize = 3;
/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Title and note of an entry, as people read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The title; neutral.
    pub title: String,
    /// More, if there is any; as neutral.
    pub note: Option<String>,
    /// Whether the calendar reminds of it.
    pub remind: bool,
}

/// Writes entries as a calendar of this name. `plan` is the day of the plan, and part of every UID; `seed` tells the plans
/// of one day apart and must say nothing about the person.
#[must_use]
pub fn calendar(
    knowledge: &Knowledge,
    name: &str,
    plan: Day,
    seed: u64,
    entries: &[Entry],
    text: impl Fn(&Entry) -> Text,
) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for Run { first: entry, every_days, count } in runs(entries) {
        let said = text(entry);
        let mut event = Event::new();
        event.uid(&uid(knowledge, plan, seed, entry));
        event.summary(&said.title);
        if let Some(note) = &said.note {
            event.description(note);
        }
        // A stamp of its own would make the same week another file every time.
        let stamp = format!("{}T000000Z", compact(plan));
        event.add_property("DTSTAMP", stamp.as_str());
        match entry.at {
            None => {
                event.append_property(date("DTSTART", entry.day));
                event.append_property(date("DTEND", entry.day.plus(1)));
            }
            Some(at) => {
                event.add_property("DTSTART", moment(entry.day, u32::from(at)));
                let minutes = u32::from(entry.minutes.max(1));
                event.add_property("DTEND", moment(entry.day, u32::from(at) + minutes));
            }
        }
        if count > 1 {
            let rule = match every_days {
                1 => format!("FREQ=DAILY;COUNT={count}"),
                days if days % WEEK == 0 => format!("FREQ=WEEKLY;INTERVAL={};COUNT={count}", days / WEEK),
                days => format!("FREQ=DAILY;INTERVAL={days};COUNT={count}"),
            };
            event.add_property("RRULE", rule);
        }
        event.add_property("CLASS", "PRIVATE");
        if said.remind {
            let mut alarm = Alarm::display(&said.title, reminder(entry));
            alarm.uid(&format!("bell-{}", uid(knowledge, plan, seed, entry)));
            alarm.add_property("DTSTAMP", stamp.as_str());
            event.alarm(alarm.done());
        }
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

/// When a reminder comes, from the beginning of the entry on: an hour before it, and on the morning of what belongs to a whole
/// day.
fn reminder(entry: &Entry) -> TimeDelta {
    TimeDelta::hours(if entry.at.is_some() { -1 } else { 9 })
}

/// Entries that are the same thing at the same time of day, so many days apart.
struct Run<'a> {
    first: &'a Entry,
    every_days: i32,
    count: usize,
}

/// What comes back evenly is one entry of a calendar; by the day of the first. A session has a number in its title and stays
/// by itself.
fn runs(entries: &[Entry]) -> Vec<Run<'_>> {
    let recurs = |entry: &Entry| matches!(entry.what, What::Activity(_) | What::CheckIn | What::Morning);
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut open: BTreeMap<(What, Option<u16>, u16), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        match recurs(entry) {
            true => open.entry((entry.what, entry.at, entry.minutes)).or_default().push(entry),
            false => runs.push(Run { first: entry, every_days: 0, count: 1 }),
        }
    }
    for mut same in open.into_values() {
        same.sort_by_key(|entry| entry.day);
        let mut rest = same.as_slice();
        while let Some(first) = rest.first().copied() {
            let every_days = rest.get(1).map_or(0, |next| next.day.0 - first.day.0);
            let even =
                rest.iter().zip(rest.iter().skip(1)).take_while(|(one, next)| next.day.0 - one.day.0 == every_days);
            let count = even.count() + 1;
            // Two alone may be anything; what is twice on a day is no rule.
            let count = if every_days > 0 && count >= FEWEST { count } else { 1 };
            runs.push(Run { first, every_days, count });
            rest = rest.get(count..).unwrap_or(&[]);
        }
    }
    runs.sort_by_key(|run| (run.first.day, run.first.at, run.first.what));
    runs
}

/// What an entry is, without saying it: stable while the ids in knowledge/ are, which are never reused.
fn uid(knowledge: &Knowledge, plan: Day, seed: u64, entry: &Entry) -> String {
    let known = &knowledge.courses;
    let id = match entry.what {
        What::Prepare(index) => known.preparations.get(index).map_or("", |one| one.id.as_str()),
        What::Session(_) => "session",
        What::Activity(index) => known.activities.get(index).map_or("", |one| one.id.as_str()),
        What::Review => "review",
        What::CheckIn => "check-in",
        What::Morning => "morning",
        What::Questions => "questions",
    };
    // A session that is moved within its day, because its hour is past, stays the same entry.
    let at = match entry.what {
        What::Activity(_) => entry.at.unwrap_or(0),
        What::Prepare(_) | What::Session(_) | What::Review | What::CheckIn | What::Morning | What::Questions => 0,
    };
    let sum = hash(&[id, &plan.0.to_string(), &seed.to_string(), &entry.day.0.to_string(), &at.to_string()]);
    format!("{sum:016x}-{}@supple", compact(entry.day))
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn compact(day: Day) -> String {
    dates::print(day).replace('-', "")
}

fn date(name: &str, day: Day) -> Property {
    Property::new(name, compact(day)).add_parameter("VALUE", "DATE").done()
}

/// A time of day without a zone: it means the same wherever the person is.
fn moment(day: Day, minutes: u32) -> String {
    let (days, rest) = (minutes / DAY, minutes % DAY);
    let day = day.plus(i32::try_from(days).unwrap_or(0));
    format!("{}T{:02}{:02}00", compact(day), rest / 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::{hash, moment};
    use supple_care::Day;

    #[test]
    fn midnight_begins_the_next_day() {
        assert_eq!(moment(Day(0), 0), "19700101T000000");
        assert_eq!(moment(Day(0), 24 * 60 + 5), "19700102T000500");
    }

    #[test]
    fn ids_do_not_run_together() {
        assert_ne!(hash(&["a", "bc"]), hash(&["ab", "c"]));
        assert_eq!(hash(&["a"]), hash(&["a"]));
    }
}
