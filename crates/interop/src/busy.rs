//! Somebody's own calendar (RFC 5545, RFC 7953), read for when they are busy, and for nothing else: no title, no place, no guest.
//!
//! Calendars of others are read as they come: with a byte order mark, without the zones they name, with names of zones as Windows has
//! them, without an end. What keeps somebody busy and cannot be read is counted, so that it can be said.

mod lines;
mod part;
mod rule;
mod time;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

use lines::Line;
use part::{Part, parts};
use rule::Rule;
use time::{At, Long, duration, ends, joined};

/// Most bytes of a calendar: years of a full one.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Most periods of rules that are looked at in one calendar; an hour of somebody's week, repeated for a life, is some thousands.
const MOST_PERIODS: usize = 500_000;
/// Most times that keep somebody busy.
const MOST_TIMES: usize = 100_000;

/// When somebody is busy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Busy {
    /// From and until, in order; none touches the next.
    pub times: Vec<(Timestamp, Timestamp)>,
    /// What was left out, and how often.
    pub left: BTreeMap<Left, usize>,
}

/// Why something was not read as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// It repeats in a way that is not read; only its first time counts.
    Rule,
    /// It has no beginning that can be read; it does not count.
    Time,
    /// It ends before it begins; it does not count.
    Backwards,
    /// Its time zone is not known: it is read on the clock of the practice.
    Zone,
}

impl Left {
    /// The name in the keys of the language files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Time => "time",
            Self::Backwards => "backwards",
            Self::Zone => "zone",
        }
    }
}

/// Why a calendar was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It is none.
    None,
    /// It breaks off.
    CutOff,
    /// It is longer than [`MOST_BYTES`], or repeats more than can be looked at.
    Large,
}

/// On which clock a calendar is read.
pub struct Clock<'a> {
    /// The zone of the practice, for what names none.
    pub own: &'a TimeZone,
    /// The zone of an IANA name, where the computer knows it.
    pub named: &'a dyn Fn(&str) -> Option<TimeZone>,
}

/// Reads when a calendar keeps somebody busy between two moments.
///
/// # Errors
/// What is no whole calendar, or too much of one.
pub fn read(bytes: &[u8], clock: &Clock<'_>, window: (Timestamp, Timestamp)) -> Result<Busy, NotRead> {
    if bytes.len() > MOST_BYTES {
        return Err(NotRead::Large);
    }
    let calendars = parts(bytes)?;
    let mut reader = Reader { clock, default: None, window, busy: Busy::default(), periods: 0, times: Vec::new() };
    for calendar in &calendars {
        reader.calendar(calendar)?;
    }
    let mut busy = reader.busy;
    busy.times = joined(reader.times);
    Ok(busy)
}

struct Reader<'a> {
    clock: &'a Clock<'a>,
    /// The zone that the calendar names for what names none.
    default: Option<TimeZone>,
    window: (Timestamp, Timestamp),
    busy: Busy,
    periods: usize,
    times: Vec<(Timestamp, Timestamp)>,
}

impl Reader<'_> {
    fn left(&mut self, why: Left) {
        *self.busy.left.entry(why).or_default() += 1;
    }

    fn calendar(&mut self, calendar: &Part) -> Result<(), NotRead> {
        self.default = calendar.line("X-WR-TIMEZONE").and_then(|line| self.zone(&line.value));
        // The times that another event with the same name takes the place of.
        let mut replaced: BTreeMap<&str, BTreeSet<Timestamp>> = BTreeMap::new();
        let events = || calendar.parts.iter().filter(|part| part.kind == "VEVENT");
        for event in events() {
            let (Some(uid), Some(line)) = (event.line("UID"), event.line("RECURRENCE-ID")) else { continue };
            if let Some(at) = self.at(line, &line.value).and_then(|at| at.moment()) {
                replaced.entry(&uid.value).or_default().insert(at);
            }
        }
        for event in events().filter(|event| keeps_busy(event)) {
            let own = event.line("RECURRENCE-ID").is_some();
            // Moved "from here on": only this one time is read.
            if event.line("RECURRENCE-ID").is_some_and(|line| line.parameter("RANGE").is_some()) {
                self.left(Left::Rule);
            }
            let uid = event.line("UID").map(|line| line.value.as_str());
            let other = uid.filter(|_| !own).and_then(|uid| replaced.get(uid));
            let times = self.occurrences(event, other, !own)?;
            self.add(times)?;
        }
        for part in &calendar.parts {
            match part.kind.as_str() {
                "VFREEBUSY" => self.free_busy(part)?,
                "VAVAILABILITY" => self.availability(part)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes in what meets the window.
    fn add(&mut self, times: Vec<(Timestamp, Timestamp)>) -> Result<(), NotRead> {
        let (from, until) = self.window;
        let meets = times.into_iter().filter(|time| time.0 < until && from < time.1 && time.0 < time.1);
        self.times.extend(meets.map(|time| (time.0.max(from), time.1.min(until))));
        if self.times.len() > MOST_TIMES { Err(NotRead::Large) } else { Ok(()) }
    }

    /// The zone of a name: that of the IANA, of Windows, or one that ends in that of the IANA.
    fn zone(&self, name: &str) -> Option<TimeZone> {
        let name = name.trim().trim_start_matches('/');
        let iana = |name: &str| (self.clock.named)(name);
        let tail = || {
            let parts: Vec<&str> = name.split('/').collect();
            let tail = |many: usize| parts.get(parts.len().checked_sub(many)?..).map(|parts| parts.join("/"));
            [3, 2].into_iter().filter_map(tail).find_map(|name| iana(&name))
        };
        iana(name).or_else(|| zones::of_windows(name).and_then(iana)).or_else(tail)
    }

    /// A time of a line; nothing where it is none.
    fn at(&mut self, line: &Line, value: &str) -> Option<At> {
        let value = value.trim();
        let (date, rest) = value.split_at_checked(8)?;
        let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        let small = |text: &str| number(text).and_then(|number| i8::try_from(number).ok());
        let date = Date::new(number(date.get(..4)?)?, small(date.get(4..6)?)?, small(date.get(6..8)?)?).ok()?;
        let is_utc = rest.ends_with(['Z', 'z']);
        let zone = match line.parameter("TZID") {
            _ if is_utc => TimeZone::UTC,
            Some(name) => self.zone(name).unwrap_or_else(|| {
                self.left(Left::Zone);
                self.floats()
            }),
            None => self.floats(),
        };
        if rest.is_empty() {
            return Some(At { wall: date.to_datetime(Time::midnight()), zone, whole_day: true });
        }
        let time = rest.strip_prefix(['T', 't'])?.trim_end_matches(['Z', 'z']);
        let part = |from: usize| small(time.get(from..from + 2)?);
        // A leap second is the second before it.
        let time = Time::new(part(0)?, part(2)?, part(4).unwrap_or(0).min(59), 0).ok()?;
        Some(At { wall: date.to_datetime(time), zone, whole_day: false })
    }

    /// The clock of what names none.
    fn floats(&self) -> TimeZone {
        self.default.clone().unwrap_or_else(|| self.clock.own.clone())
    }

    /// When an event takes place, those times left out that another takes the place of.
    fn occurrences(
        &mut self,
        event: &Part,
        replaced: Option<&BTreeSet<Timestamp>>,
        repeats: bool,
    ) -> Result<Vec<(Timestamp, Timestamp)>, NotRead> {
        let Some(start) = event.line("DTSTART").and_then(|line| self.at(line, &line.value)) else {
            self.left(Left::Time);
            return Ok(Vec::new());
        };
        let Some((first, long)) = start.moment().zip(self.long(event, &start)) else { return Ok(Vec::new()) };
        let mut starts = BTreeSet::from([first]);
        let mut times = Vec::new();
        if repeats {
            for line in event.all("RRULE") {
                match Rule::read(&line.value) {
                    Some(rule) => self.repeat(&rule, &start, long, &mut starts)?,
                    None => self.left(Left::Rule),
                }
            }
            for line in event.all("RDATE") {
                for value in line.value.split(',') {
                    match value.split_once('/') {
                        Some((from, until)) => times.extend(self.period(line, from, until)),
                        None => starts.extend(self.at(line, value).and_then(|at| at.moment())),
                    }
                }
            }
            self.take_out(event, &start, &mut starts);
        }
        let kept = starts.into_iter().filter(|at| !replaced.is_some_and(|replaced| replaced.contains(at)));
        times.extend(kept.filter_map(|at| Some((at, ends(&start.zone, at, long)?))));
        Ok(times)
    }

    /// Takes out the beginnings that an event leaves out. A day alone takes out every one of that day.
    fn take_out(&mut self, event: &Part, start: &At, starts: &mut BTreeSet<Timestamp>) {
        let mut days = BTreeSet::new();
        for line in event.all("EXDATE") {
            for value in line.value.split(',') {
                let Some(at) = self.at(line, value) else { continue };
                if at.whole_day && !start.whole_day {
                    days.insert(at.wall.date());
                } else if let Some(at) = at.moment() {
                    starts.remove(&at);
                }
            }
        }
        if !days.is_empty() {
            starts.retain(|it| !days.contains(&start.zone.to_datetime(*it).date()));
        }
    }

    /// How long an event is; nothing where it ends before it begins, which is counted.
    fn long(&mut self, event: &Part, start: &At) -> Option<Long> {
        let until = event.line("DTEND").map(|line| self.at(line, &line.value));
        let long = match (until, event.line("DURATION")) {
            (Some(Some(until)), _) if start.whole_day && until.whole_day => {
                Some(Long::Days((until.wall.date() - start.wall.date()).get_days()))
            }
            (Some(Some(until)), _) => {
                let both = until.moment().zip(start.moment());
                both.map(|(until, from)| Long::Exactly(until.duration_since(from)))
            }
            (Some(None), _) => None,
            (None, Some(line)) => duration(&line.value),
            (None, None) => Some(Long::Days(i32::from(start.whole_day))),
        };
        let Some(long) = long else {
            self.left(Left::Time);
            return None;
        };
        let backwards = match long {
            // A day that ends on itself is written by many, and means that day.
            Long::Days(0) if start.whole_day => return Some(Long::Days(1)),
            Long::Days(days) => days < 0,
            Long::Exactly(long) => long.is_negative(),
        };
        if backwards {
            self.left(Left::Backwards);
        }
        (!backwards).then_some(long)
    }

    /// The beginnings that a rule names, as far as they meet the window.
    fn repeat(&mut self, rule: &Rule, start: &At, long: Long, starts: &mut BTreeSet<Timestamp>) -> Result<(), NotRead> {
        let first = start.wall.date();
        let until = rule.until.as_deref().map(|text| self.last(start, text));
        let Some(begins) = start.moment() else { return Ok(()) };
        let back = ends(&start.zone, begins, long).map_or(SignedDuration::ZERO, |end| end.duration_since(begins));
        let wanted = self.window.0.checked_sub(back).unwrap_or(begins);
        // Without a count, what lies before the window need not be counted through.
        let mut number = match rule.count {
            Some(_) => 0,
            None => rule.ahead(first, start.zone.to_datetime(wanted).date()),
        };
        let mut counted = 0;
        while let Some(days) = rule.period(first, number) {
            self.periods += 1;
            if self.periods > MOST_PERIODS {
                return Err(NotRead::Large);
            }
            number += 1;
            let names_nothing = days.is_empty();
            for at in days.into_iter().filter(|day| *day >= first).filter_map(|day| start.on(day)) {
                counted += 1;
                let over = rule.count.is_some_and(|count| counted > count);
                if over || until.flatten().is_some_and(|until| at > until) || at >= self.window.1 {
                    return Ok(());
                }
                if at >= wanted {
                    starts.insert(at);
                }
            }
            // Years in which a rule names nothing end somewhere too.
            if names_nothing && self.is_behind(rule, first, number) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether a period that named nothing lies behind the window.
    fn is_behind(&self, rule: &Rule, first: Date, number: i32) -> bool {
        let last = self.clock.own.to_datetime(self.window.1).date();
        rule.ahead(first, last).saturating_add(2).saturating_mul(2) < number
    }

    /// The last moment at which something may begin; nothing where it cannot be read: then it goes on.
    fn last(&mut self, start: &At, text: &str) -> Option<Timestamp> {
        let line = Line::plain(text);
        let at = self.at(&line, text)?;
        if at.whole_day {
            let next = at.wall.date().tomorrow().ok()?;
            return At { wall: next.to_datetime(Time::midnight()), zone: start.zone.clone(), whole_day: true }
                .moment()?
                .checked_sub(SignedDuration::from_secs(1))
                .ok();
        }
        let zone = if text.ends_with(['Z', 'z']) { TimeZone::UTC } else { start.zone.clone() };
        At { zone, ..at }.moment()
    }

    /// A period: from, and until or how long.
    fn period(&mut self, line: &Line, from: &str, until: &str) -> Option<(Timestamp, Timestamp)> {
        let Some((begins, end)) = self.bounds(line, from, until) else {
            self.left(Left::Time);
            return None;
        };
        if end < begins {
            self.left(Left::Backwards);
        }
        (begins < end).then_some((begins, end))
    }

    fn bounds(&mut self, line: &Line, from: &str, until: &str) -> Option<(Timestamp, Timestamp)> {
        let start = self.at(line, from)?;
        let begins = start.moment()?;
        let end = match until.trim().starts_with(['P', 'p', '+']) {
            true => ends(&start.zone, begins, duration(until)?)?,
            false => self.at(line, until)?.moment()?,
        };
        Some((begins, end))
    }

    fn free_busy(&mut self, part: &Part) -> Result<(), NotRead> {
        let busy = part
            .all("FREEBUSY")
            .filter(|line| !line.parameter("FBTYPE").is_some_and(|it| it.eq_ignore_ascii_case("FREE")));
        let mut times = Vec::new();
        for line in busy {
            for (from, until) in line.value.split(',').filter_map(|period| period.split_once('/')) {
                times.extend(self.period(line, from, until));
            }
        }
        self.add(times)
    }

    /// Times outside those in which somebody says that they can (RFC 7953).
    fn availability(&mut self, part: &Part) -> Result<(), NotRead> {
        let bound = |line: Option<&Line>, reader: &mut Self| {
            line.and_then(|line| reader.at(line, &line.value)).and_then(|at| at.moment())
        };
        let from = bound(part.line("DTSTART"), self).unwrap_or(self.window.0).max(self.window.0);
        let mut until = bound(part.line("DTEND"), self).unwrap_or(self.window.1);
        if let (Some(line), Some(start)) = (part.line("DURATION"), bound(part.line("DTSTART"), self))
            && let Some(long) = duration(&line.value)
        {
            until = ends(self.clock.own, start, long).unwrap_or(until);
        }
        let until = until.min(self.window.1);
        let mut open = Vec::new();
        for available in part.parts.iter().filter(|part| part.kind == "AVAILABLE") {
            open.extend(self.occurrences(available, None, true)?);
        }
        let mut at = from;
        let mut shut = Vec::new();
        for (begins, ends) in joined(open) {
            if at < begins.min(until) {
                shut.push((at, begins.min(until)));
            }
            at = at.max(ends);
        }
        if at < until {
            shut.push((at, until));
        }
        self.add(shut)
    }
}

/// Whether an event keeps somebody busy. What Supple itself put into a calendar is known by its bookings.
fn keeps_busy(event: &Part) -> bool {
    let own = event.line("UID").is_some_and(|line| line.value.ends_with("@supple"));
    let free = event.says("TRANSP", "TRANSPARENT") || event.says("X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
    !own && !free && !event.says("STATUS", "CANCELLED")
}

#[cfg(test)]
mod tests;
