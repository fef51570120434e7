//! A whole course into the free times: exactly, by a stated order of wishes.
//!
//! Of all ways to place the sessions in their order, with at least the shortest gap between them, the best one is taken. Better
//! is, one after the other, and the next only where all before are equal:
//!
//! 1. more sessions that take place;
//! 2. fewer gaps longer than the plan allows;
//! 3. fewer sessions with somebody else than the therapist who is wished for;
//! 4. fewer changes of therapist from one session to the next;
//! 5. fewer sessions at another time than the wished one;
//! 6. less difference to the wished times in all: days, and minutes of the day.
//!
//! It is a search over (session, day, therapist), with the cost of the wishes packed into one number; a test tries every way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::{Date, Weekday};

use crate::{Moment, Practice, Refusal, Service, Slot, Span, days::Days, refusals, slots::slots_of};

/// The most sessions that a course may have; more do not fit into the number.
pub const MOST_SESSIONS: u16 = 60;

/// A cost that nothing reaches.
const NEVER: u64 = u64::MAX >> 1;
/// The wishes above the difference in minutes, from the least important; each has six bits, enough for 60.
const MOVED: u64 = 1 << 34;
const CHANGE: u64 = MOVED << 6;
const OTHER: u64 = CHANGE << 6;
const LONG: u64 = OTHER << 6;
const MISSING: u64 = LONG << 6;

/// What a plan asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// How many sessions, at most [`MOST_SESSIONS`].
    pub sessions: u16,
    /// Days from one session to the next where no weekday is wished for.
    pub gap_usual_days: u16,
    /// Days from one session to the next, at least; one at least.
    pub gap_min_days: u16,
    /// Days from one session to the next, at most. Where nothing else is free it may be longer, and that is told.
    pub gap_max_days: u16,
    /// The ids of the techniques that it needs.
    pub techniques: BTreeSet<String>,
}

impl Course {
    /// A course of so many sessions, so many times in so many days. A gap may be half as long or half as long again; and
    /// where all but one of the times of those days lie close together, the last gap may be as long as is left.
    #[must_use]
    pub fn spaced(sessions: u16, times: u16, in_days: u16, techniques: BTreeSet<String>) -> Self {
        let usual = (in_days / times.max(1)).max(1);
        let least = usual.div_ceil(2);
        let left = in_days.saturating_sub(times.saturating_sub(1).saturating_mul(least));
        let most = usual.saturating_add((usual / 2).max(1)).max(left);
        Self { sessions, gap_usual_days: usual, gap_min_days: least, gap_max_days: most, techniques }
    }
}

/// What the client wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Not before this day.
    pub from: Date,
    /// The weekdays; empty for any.
    pub weekdays: Vec<Weekday>,
    /// The time of day, in minutes after midnight.
    pub minute: u16,
    /// By whom (index), if by somebody.
    pub therapist: Option<u32>,
    /// When the client has something else.
    pub busy: Vec<Span>,
}

/// What became of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fitted {
    /// On the day, at the time and by whom it was wished.
    AsWished(Slot),
    /// It takes place otherwise.
    Moved {
        /// When and by whom.
        slot: Slot,
        /// Why not as wished.
        why: Vec<Refusal>,
        /// Whether it is on another day or at another time; else it is only by somebody else.
        time: bool,
    },
    /// It cannot take place.
    Impossible {
        /// Why not as wished.
        why: Vec<Refusal>,
    },
}

/// One session of a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The day and the minute that were wished.
    pub wished: (Date, u16),
    /// What became of it.
    pub fitted: Fitted,
    /// Days since the session before, where they are more than the plan allows.
    pub long_gap_days: Option<u16>,
}

/// Why nothing can be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCourse {
    /// No session, or more than [`MOST_SESSIONS`].
    Sessions,
    /// A gap of no day, or a longest gap below the shortest.
    Gaps,
    /// The dates lie outside the calendar.
    Calendar,
}

/// The wished dates of a course: the first wished weekday, then always the next one that keeps the shortest gap; without
/// weekdays, the usual gap.
///
/// # Errors
/// A course that is none, and dates outside the calendar.
pub fn wished(course: &Course, wish: &Wish) -> Result<Vec<Date>, NoCourse> {
    if course.sessions == 0 || course.sessions > MOST_SESSIONS {
        return Err(NoCourse::Sessions);
    }
    if course.gap_min_days == 0 || course.gap_max_days < course.gap_min_days {
        return Err(NoCourse::Gaps);
    }
    let next = |from: Date| {
        let days = (0..7).map(|days| from.checked_add(jiff::Span::new().days(days)));
        let fits = |date: &Date| wish.weekdays.is_empty() || wish.weekdays.contains(&date.weekday());
        days.map_while(Result::ok).find(fits).ok_or(NoCourse::Calendar)
    };
    let gap = if wish.weekdays.is_empty() { course.gap_usual_days } else { course.gap_min_days };
    let gap = jiff::Span::new().days(i64::from(gap.max(course.gap_min_days)));
    let mut dates = vec![next(wish.from)?];
    while dates.len() < usize::from(course.sessions) {
        let last = dates.last().copied().ok_or(NoCourse::Sessions)?;
        dates.push(next(last.checked_add(gap).map_err(|_| NoCourse::Calendar)?)?);
    }
    Ok(dates)
}

/// Fits a course into a practice, and says of every session what became of it and why.
///
/// # Errors
/// A course that is none, and dates outside the calendar.
pub fn fit(practice: &Practice<'_>, service: &Service, course: &Course, wish: &Wish) -> Result<Vec<Session>, NoCourse> {
    let dates = wished(course, wish)?;
    fit_dates(practice, service, course, wish, dates, &[])
}

/// Fits sessions to dates that are known. `others` are the days of further sessions of the course, which stay where they are:
/// from those, too, the shortest gap is kept.
///
/// # Errors
/// Dates outside the calendar.
pub(crate) fn fit_dates(
    practice: &Practice<'_>,
    service: &Service,
    course: &Course,
    wish: &Wish,
    dates: Vec<Date>,
    others: &[Date],
) -> Result<Vec<Session>, NoCourse> {
    let days = Days::of(practice).ok_or(NoCourse::Calendar)?;
    let mut free = slots_of(practice, &days, service, &course.techniques);
    free.retain(|slot| !wish.busy.iter().any(|busy| busy.meets(service.hands(slot.start))));
    let near = |on: Date| others.iter().any(|other| (on - *other).get_days().abs() < i32::from(course.gap_min_days));
    free.retain(|slot| others.is_empty() || days.wall(practice.zone, slot.start).is_some_and(|(on, _)| !near(on)));
    let placed = place(&free, |moment| days.wall(practice.zone, moment), course, wish, &dates);
    let mostly = wish.therapist.or_else(|| mostly(&placed));
    let mut before: Option<Date> = None;
    let mut sessions = Vec::new();
    for (date, slot) in dates.into_iter().zip(placed) {
        let on = slot.and_then(|slot| practice.zone.wall(slot.start));
        let gap = on.zip(before).and_then(|((on, _), before)| u16::try_from((on - before).get_days()).ok());
        before = on.map(|(on, _)| on).or(before);
        let as_wished = on == Some((date, wish.minute));
        let by_wished = |slot: &Slot| wish.therapist.is_none_or(|wished| wished == slot.therapist);
        let fitted = match slot {
            Some(slot) if as_wished && by_wished(&slot) => Fitted::AsWished(slot),
            Some(slot) => {
                let why = why(practice, service, course, wish, (date, wish.minute), mostly);
                Fitted::Moved { slot, why, time: !as_wished }
            }
            None => Fitted::Impossible { why: why(practice, service, course, wish, (date, wish.minute), mostly) },
        };
        let long_gap_days = gap.filter(|gap| *gap > course.gap_max_days);
        sessions.push(Session { wished: (date, wish.minute), fitted, long_gap_days });
    }
    Ok(sessions)
}

/// Who gives most of the sessions.
fn mostly(placed: &[Option<Slot>]) -> Option<u32> {
    let mut count = BTreeMap::new();
    placed.iter().flatten().for_each(|slot| *count.entry(slot.therapist).or_insert(0) += 1);
    count.into_iter().max_by_key(|(therapist, times)| (*times, u32::MAX - therapist)).map(|(therapist, _)| therapist)
}

/// Why a session is not as it was wished.
fn why(
    practice: &Practice<'_>,
    service: &Service,
    course: &Course,
    wish: &Wish,
    (date, minute): (Date, u16),
    therapist: Option<u32>,
) -> Vec<Refusal> {
    let Some((start, _)) = practice.zone.at(date, minute) else { return vec![Refusal::TooFar] };
    let asked = therapist.and_then(|index| practice.therapists.get(usize::try_from(index).ok()?));
    let mut found = match asked.or(practice.therapists.first()) {
        Some(therapist) => refusals(practice, service, &course.techniques, therapist, start),
        None => vec![Refusal::Closed],
    };
    if wish.busy.iter().any(|busy| busy.meets(service.hands(start))) {
        found.push(Refusal::Client);
    }
    if found.is_empty() {
        found.push(Refusal::Spacing);
    }
    found
}

/// The best time of a day and a therapist: what the search chooses among.
struct Grid {
    days: usize,
    people: usize,
    first: Date,
    /// The slot nearest to the wished minute, with the difference in minutes, day by day and therapist by therapist.
    best: Vec<Option<(Slot, u64)>>,
}

impl Grid {
    fn new(free: &[Slot], wall: impl Fn(Moment) -> Option<(Date, u16)>, wish: &Wish) -> Option<Self> {
        let mut shown: Vec<(Date, u16, Slot)> = Vec::with_capacity(free.len());
        for slot in free {
            let (date, minute) = wall(slot.start)?;
            if date >= wish.from {
                shown.push((date, minute, *slot));
            }
        }
        let first = shown.iter().map(|(date, ..)| *date).min()?;
        let last = shown.iter().map(|(date, ..)| *date).max()?;
        let place = |date: Date| usize::try_from((date - first).get_days()).ok();
        let (days, people) = (place(last)? + 1, shown.iter().map(|(.., slot)| slot.therapist).max()?);
        let people = usize::try_from(people).ok()? + 1;
        let mut best: Vec<Option<(Slot, u64)>> = vec![None; days * people];
        // Counting days takes longer than all else, and one day's times come together.
        let mut day = (first, 0);
        for (date, minute, slot) in shown {
            if day.0 != date {
                day = (date, place(date)?);
            }
            let off = u64::from(minute.abs_diff(wish.minute));
            let cell = best.get_mut(day.1 * people + usize::try_from(slot.therapist).ok()?)?;
            if cell.is_none_or(|(known, least)| (off, slot.start) < (least, known.start)) {
                *cell = Some((slot, off));
            }
        }
        Some(Self { days, people, first, best })
    }

    /// The cost of placing a session in a cell, beside what comes from its neighbours. `day` is the wished one, counted
    /// from the first.
    fn cost(&self, cell: usize, day: i64, wish: &Wish) -> u64 {
        let Some((slot, off)) = self.best.get(cell).copied().flatten() else { return NEVER };
        let days = i64::try_from(cell / self.people.max(1)).unwrap_or(0).abs_diff(day);
        let off = days * 1440 + off;
        let other = wish.therapist.is_some_and(|wished| wished != slot.therapist);
        off + if off > 0 { MOVED } else { 0 } + if other { OTHER } else { 0 }
    }
}

/// Where the last session of a part of the course is: its cost so far and its cell.
type Best = (u64, Option<usize>);

/// The best way to place the sessions.
fn place(
    free: &[Slot],
    wall: impl Fn(Moment) -> Option<(Date, u16)>,
    course: &Course,
    wish: &Wish,
    dates: &[Date],
) -> Vec<Option<Slot>> {
    let none = vec![None; dates.len()];
    let Some(grid) = Grid::new(free, wall, wish) else { return none };
    let cells = grid.days * grid.people;
    // The cost of the sessions so far if the last that takes place is in a cell; and before any takes place.
    let (mut so_far, mut nobody) = (vec![NEVER; cells], 0u64);
    // Where the session before was, for each session and cell; `None` in a cell for a session that is left out.
    let mut came: Vec<Vec<Option<Option<usize>>>> = Vec::new();
    for date in dates {
        let before = befores(&so_far, &grid, course);
        let day = i64::from((*date - grid.first).get_days());
        let (mut next, mut from) = (vec![NEVER; cells], vec![None; cells]);
        for (cell, (next, from)) in next.iter_mut().zip(&mut from).enumerate() {
            // Left out: the last one stays where it is.
            *next = so_far.get(cell).map_or(NEVER, |cost| (cost + MISSING).min(NEVER));
            let (cost, last) = before.get(cell).copied().unwrap_or((NEVER, None));
            let (cost, last) = if nobody <= cost { (nobody, None) } else { (cost, last) };
            let cost = cost.saturating_add(grid.cost(cell, day, wish));
            if cost < *next {
                (*next, *from) = (cost, Some(last));
            }
        }
        so_far = next;
        nobody += MISSING;
        came.push(from);
    }
    let ends = so_far.iter().zip(0usize..).min().filter(|(cost, _)| **cost < nobody.min(NEVER));
    let mut cell = ends.map(|(_, cell)| cell);
    let mut placed = none;
    for (slot, came) in placed.iter_mut().zip(&came).rev() {
        let Some(here) = cell else { break };
        if let Some(last) = came.get(here).copied().flatten() {
            *slot = grid.best.get(here).copied().flatten().map(|(slot, _)| slot);
            cell = last;
        }
    }
    placed
}

/// For every cell the best session before it: by the same therapist or another, within the longest gap or beyond it.
fn befores(so_far: &[u64], grid: &Grid, course: &Course) -> Vec<Best> {
    let people = grid.people;
    let (least, most) = (usize::from(course.gap_min_days), usize::from(course.gap_max_days));
    let anybody: Vec<Best> = so_far
        .chunks(people.max(1))
        .zip((0usize..).step_by(people.max(1)))
        .map(|(day, start)| best_of(day.iter().zip(start..).map(|(cost, cell)| (*cost, Some(cell)))))
        .collect();
    let of_others = reachable(&anybody, least, most);
    let mut found = vec![(NEVER, None); so_far.len()];
    for person in 0..people {
        let column = so_far.iter().zip(0usize..).skip(person).step_by(people);
        let theirs: Vec<Best> = column.map(|(cost, cell)| (*cost, Some(cell))).collect();
        let same = reachable(&theirs, least, most);
        let cells = found.iter_mut().skip(person).step_by(people);
        for ((cell, same), other) in cells.zip(same).zip(&of_others) {
            *cell = best_of([same, (other.0.saturating_add(CHANGE), other.1)]);
        }
    }
    found
}

fn best_of(all: impl IntoIterator<Item = Best>) -> Best {
    all.into_iter().min_by_key(|(cost, _)| *cost).filter(|(cost, _)| *cost < NEVER).unwrap_or((NEVER, None))
}

/// For every day the best of the days from `most` to `least` before it, or of all before those for the price of a long gap.
fn reachable(days: &[Best], least: usize, most: usize) -> Vec<Best> {
    let get = |day: usize| days.get(day).copied().unwrap_or((NEVER, None));
    let mut window: VecDeque<(usize, Best)> = VecDeque::new();
    let mut older: Best = (NEVER, None);
    let mut found = Vec::with_capacity(days.len());
    for day in 0..days.len() {
        if let Some(enters) = day.checked_sub(least) {
            let best = get(enters);
            while window.back().is_some_and(|(_, last)| last.0 >= best.0) {
                window.pop_back();
            }
            window.push_back((enters, best));
        }
        if let Some(leaves) = day.checked_sub(most + 1) {
            older = best_of([older, get(leaves)]);
            while window.front().is_some_and(|(known, _)| *known <= leaves) {
                window.pop_front();
            }
        }
        let near = window.front().map_or((NEVER, None), |(_, best)| *best);
        found.push(best_of([near, (older.0.saturating_add(LONG), older.1)]));
    }
    found
}

/// The moment of a fitted session, if it takes place.
#[must_use]
pub fn slot_of(session: &Session) -> Option<(Moment, u32)> {
    match &session.fitted {
        Fitted::AsWished(slot) | Fitted::Moved { slot, .. } => Some((slot.start, slot.therapist)),
        Fitted::Impossible { .. } => None,
    }
}

#[cfg(test)]
mod tests;
