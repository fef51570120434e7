//! Every time that is free, for everybody, fast: a therapist's weeks are bits, and a session of any length is found by a few
//! shifts over them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use uuid::Uuid;

use crate::{Moment, Practice, Service, Span, Therapist, line::Line, practice::lacking, refuse::rows};

/// Steps of a day on which the clocks do not change.
const DAY: i64 = 288;

/// A time that is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// When the massage begins.
    pub start: Moment,
    /// Whose, as an index into [`Practice::therapists`].
    pub therapist: u32,
}

/// A day of the practice.
struct DayOf {
    date: Date,
    span: Span,
    /// Whether the clocks stay as they are on this day and the next, so that wall time is counting.
    plain: bool,
}

/// All free times of a service, by therapist and beginning. `needed` are the techniques that the plan asks for (ids).
#[must_use]
pub fn slots(practice: &Practice<'_>, service: &Service, needed: &BTreeSet<String>) -> Vec<Slot> {
    let Some(days) = days(practice) else { return Vec::new() };
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    // Sessions may begin on the first day and end after the last.
    let all = Span { from: first.span.from, until: last.span.until };
    let beats = beats(practice, service, &days, all);
    let rooms = service.needs_room.then(|| rooms(practice, service, all));
    let mut found = Vec::new();
    for (therapist, index) in practice.therapists.iter().zip(0u32..) {
        if !lacking(therapist, needed).is_empty() {
            continue;
        }
        let mut starts = free(practice, service, therapist, &days, all);
        starts.and(&beats);
        if let Some(rooms) = &rooms {
            starts.and(rooms);
        }
        spare_hands(practice, service, therapist, &mut starts);
        bar(practice, therapist, &days, &mut starts);
        found.extend(starts.moments().map(|start| Slot { start, therapist: index }));
    }
    found
}

/// Takes out the days on which somebody may not be booked. It is judged anew only where a paper begins or ceases to count.
fn bar(practice: &Practice<'_>, therapist: &Therapist, days: &[DayOf], starts: &mut Line) {
    let ends = therapist.papers.papers.iter().filter_map(|paper| paper.until?.tomorrow().ok());
    let turns: Vec<Date> = ends.chain(therapist.papers.law_looked_up.iter().map(|looked| looked.on)).collect();
    let mut barred = None;
    for day in days {
        let known = barred.filter(|_| !turns.contains(&day.date));
        let now = known.unwrap_or_else(|| practice.barred(therapist, day.date).is_some());
        barred = Some(now);
        if now {
            starts.clear(day.span);
        }
    }
}

/// A room that is free for the whole of a session.
#[must_use]
pub fn free_room(practice: &Practice<'_>, service: &Service, start: Moment) -> Option<Uuid> {
    let whole = service.whole(start);
    let busy = |room: &Uuid| practice.taken.iter().any(|taken| taken.room == Some(*room) && taken.whole.meets(whole));
    practice.rooms.iter().map(|room| room.id).find(|room| !busy(room))
}

/// From today until the last day that can be booked.
fn days(practice: &Practice<'_>) -> Option<Vec<DayOf>> {
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
        plain: !changes.iter().any(|change| day.1 <= *change && *change <= after.1),
    });
    Some(days.take_while(|day| day.date <= last).collect())
}

/// The moments at which a session may begin, by the minute on the wall clock and by notice.
fn beats(practice: &Practice<'_>, service: &Service, days: &[DayOf], all: Span) -> Line {
    let mut line = Line::over(all);
    let every = i64::from(service.every.0);
    if every == 0 {
        return line;
    }
    let one = |at: i64| Span { from: Moment(at), until: Moment(at + 1) };
    for day in days {
        let is_beat = |at: &i64| {
            if day.plain {
                return (at - day.span.from.0) * 5 % every == 0;
            }
            // Of a time that the clock shows twice, the first is meant.
            practice.zone.wall(Moment(*at)).is_some_and(|(date, minute)| {
                i64::from(minute) % every == 0
                    && practice.zone.at(date, minute).is_some_and(|(first, _)| first.0 == *at)
            })
        };
        (day.span.from.0..day.span.until.0).filter(is_beat).for_each(|at| line.set(one(at)));
    }
    line.clear(Span { from: all.from, until: practice.earliest() });
    line
}

/// The beginnings for which some room is free.
fn rooms(practice: &Practice<'_>, service: &Service, all: Span) -> Line {
    // Preparing may begin before the first day, and cleaning end after the last.
    let wide = Span { from: all.from.minus(service.before), until: service.whole(all.until).until };
    let mut any = Line::over(all);
    for room in practice.rooms {
        let mut free = Line::over(wide);
        free.set(wide);
        practice.taken.iter().filter(|taken| taken.room == Some(room.id)).for_each(|taken| free.clear(taken.whole));
        any.or(&begins(&free, service));
    }
    any
}

/// From free time to the moments at which a massage may begin: preparing lies before it.
fn begins(free: &Line, service: &Service) -> Line {
    let whole = service.before.steps() + service.length.steps() + service.after.steps();
    free.runs(whole).later_by(service.before.steps())
}

/// The beginnings for which somebody works and is not taken.
fn free(practice: &Practice<'_>, service: &Service, therapist: &Therapist, days: &[DayOf], all: Span) -> Line {
    let wide = Span { from: all.from.minus(service.before), until: service.whole(all.until).until };
    let mut free = Line::over(wide);
    let beside = days.first().and_then(|day| day.date.yesterday().ok()).into_iter();
    let beside = beside.chain(days.last().and_then(|day| day.date.tomorrow().ok()));
    for date in beside {
        therapist.hours.spans(practice.zone, date).into_iter().for_each(|span| free.set(span));
    }
    for day in days {
        if !day.plain {
            therapist.hours.spans(practice.zone, day.date).into_iter().for_each(|span| free.set(span));
            continue;
        }
        let (from, part) = (day.span.from.0, |minute: u16| i64::from(minute.div_ceil(5)));
        therapist.hours.each(day.date, |minute| Some(Moment(from + part(minute))), |span| free.set(span));
    }
    therapist.away.iter().for_each(|away| free.clear(*away));
    let theirs = practice.taken.iter().filter(|taken| taken.therapist == therapist.id);
    theirs.for_each(|taken| free.clear(taken.whole));
    let mut starts = Line::over(all);
    starts.or(&begins(&free, service));
    // The line has whole words: what lies behind the last day is none.
    starts.clear(Span { from: all.until, until: Moment(all.until.0 + DAY) });
    starts
}

/// Takes out what would be too much for the hands.
fn spare_hands(practice: &Practice<'_>, service: &Service, therapist: &Therapist, starts: &mut Line) {
    let Some(limit) = therapist.hands else { return };
    let (new, rest) = (service.length.steps(), limit.rest.steps());
    let everything = Span { from: Moment(i64::MIN / 2), until: Moment(i64::MAX / 2) };
    if new > limit.in_a_row.steps() || new > limit.a_day.steps() {
        return starts.clear(everything);
    }
    let theirs = practice.taken.iter().filter(|taken| taken.therapist == therapist.id);
    let spans: Vec<Span> = theirs.map(|taken| taken.hands).collect();
    let rows = rows(&spans, limit);
    // The beginnings that would join a row from behind, and from before.
    let behind = |row: Span| Span { from: row.until, until: Moment(row.until.0 + rest) };
    let before = |row: Span| Span { from: Moment(row.from.0 - new - rest + 1), until: Moment(row.from.0) };
    for (row, worked) in &rows {
        if worked + new > limit.in_a_row.steps() {
            starts.clear(behind(*row));
            starts.clear(before(*row));
        }
    }
    for ((first, worked), (second, more)) in rows.iter().zip(rows.iter().skip(1)) {
        let (behind, before) = (behind(*first), before(*second));
        let between = Span { from: behind.from.max(before.from), until: behind.until.min(before.until) };
        if worked + new + more > limit.in_a_row.steps() && between.from < between.until {
            starts.clear(between);
        }
    }
    let mut worked = std::collections::BTreeMap::new();
    for span in &spans {
        if let Some((date, _)) = practice.zone.wall(span.from) {
            *worked.entry(date).or_insert(0) += span.steps();
        }
    }
    for (date, steps) in worked {
        if steps + new > limit.a_day.steps()
            && let (Some((from, _)), Some((until, _))) = (practice.zone.at(date, 0), practice.zone.at(date, 1440))
        {
            starts.clear(Span { from, until });
        }
    }
}
