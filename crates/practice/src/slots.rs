//! Every time that is free, for everybody, fast: a therapist's weeks are bits, and a session of any length is found by a few
//! shifts over them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    Moment, Practice, Service, Span, Taken, Therapist,
    days::{DayOf, Days},
    line::Line,
    practice::lacking,
    refuse::rows,
};

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

/// All free times of a service, by therapist and beginning. `needed` are the techniques that the plan asks for (ids).
#[must_use]
pub fn slots(practice: &Practice<'_>, service: &Service, needed: &BTreeSet<String>) -> Vec<Slot> {
    Days::of(practice).map_or_else(Vec::new, |days| slots_of(practice, &days, service, needed))
}

/// The same, for days that are known already.
pub(crate) fn slots_of(
    practice: &Practice<'_>,
    days: &Days,
    service: &Service,
    needed: &BTreeSet<String>,
) -> Vec<Slot> {
    // Sessions may begin on the first day and end after the last.
    let Some(all) = days.whole() else { return Vec::new() };
    let beats = beats(practice, service, &days.all, all);
    let rooms = service.needs_room.then(|| rooms(practice, service, all));
    let taken = by(practice, |taken| Some(taken.therapist));
    let mut found = Vec::new();
    for (therapist, index) in practice.therapists.iter().zip(0u32..) {
        if !lacking(therapist, needed).is_empty() {
            continue;
        }
        let theirs = taken.get(&therapist.id).map_or(&[][..], Vec::as_slice);
        let mut starts = free(practice, service, therapist, theirs, &days.all, all);
        starts.and(&beats);
        if let Some(rooms) = &rooms {
            starts.and(rooms);
        }
        spare_hands(practice, service, therapist, theirs, days, &mut starts);
        bar(practice, therapist, &days.all, &mut starts);
        found.extend(starts.moments().map(|start| Slot { start, therapist: index }));
    }
    found
}

/// What is taken, by whose or which it is, in one pass.
fn by<'a>(practice: &Practice<'a>, whose: impl Fn(&Taken) -> Option<Uuid>) -> BTreeMap<Uuid, Vec<&'a Taken>> {
    let mut all: BTreeMap<Uuid, Vec<&Taken>> = BTreeMap::new();
    for taken in practice.taken {
        if let Some(id) = whose(taken) {
            all.entry(id).or_default().push(taken);
        }
    }
    all
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

/// A room in which the service can be given and that is free for the whole of a session. Of several the one with the least in
/// it that the service does not need: what is rare is kept for those who need it.
#[must_use]
pub fn free_room(practice: &Practice<'_>, service: &Service, start: Moment) -> Option<Uuid> {
    let whole = service.whole(start);
    let busy = |room: &Uuid| practice.taken.iter().any(|taken| taken.room == Some(*room) && taken.whole.meets(whole));
    let open = practice.rooms.iter().filter(|room| room.serves(service) && !busy(&room.id));
    open.min_by_key(|room| room.has.len()).map(|room| room.id)
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
    let taken = by(practice, |taken| taken.room);
    let mut any = Line::over(all);
    for room in practice.rooms.iter().filter(|room| room.serves(service)) {
        let mut free = Line::over(wide);
        free.set(wide);
        taken.get(&room.id).into_iter().flatten().for_each(|taken| free.clear(taken.whole));
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
fn free(
    practice: &Practice<'_>,
    service: &Service,
    therapist: &Therapist,
    theirs: &[&Taken],
    days: &[DayOf],
    all: Span,
) -> Line {
    let wide = Span { from: all.from.minus(service.before), until: service.whole(all.until).until };
    let mut free = Line::over(wide);
    let beside = days.first().and_then(|day| day.date.yesterday().ok()).into_iter();
    let beside = beside.chain(days.last().and_then(|day| day.date.tomorrow().ok()));
    for date in beside {
        therapist.hours.spans_where(practice.zone, date, practice.closed).into_iter().for_each(|span| free.set(span));
    }
    // A plain day is as every other of its weekday, counted from its midnight.
    let mut usual: BTreeMap<i8, Vec<Span>> = BTreeMap::new();
    for day in days {
        if therapist.hours.is_off(day.date, practice.closed) {
            continue;
        }
        if !day.plain {
            therapist.hours.spans(practice.zone, day.date).into_iter().for_each(|span| free.set(span));
            continue;
        }
        let from = day.span.from.0;
        let counted = || {
            let mut spans = Vec::new();
            therapist.hours.each(
                day.date,
                |minute| Some(Moment(i64::from(minute.div_ceil(5)))),
                |span| spans.push(span),
            );
            spans
        };
        let later = |span: &Span| Span { from: Moment(from + span.from.0), until: Moment(from + span.until.0) };
        if therapist.hours.except.contains_key(&day.date) {
            counted().iter().for_each(|span| free.set(later(span)));
            continue;
        }
        let weekday = day.date.weekday().to_monday_zero_offset();
        usual.entry(weekday).or_insert_with(counted).iter().for_each(|span| free.set(later(span)));
    }
    therapist.cannot().for_each(|away| free.clear(away));
    theirs.iter().for_each(|taken| free.clear(taken.whole));
    let mut starts = Line::over(all);
    starts.or(&begins(&free, service));
    // The line has whole words: what lies behind the last day is none.
    starts.clear(Span { from: all.until, until: Moment(all.until.0 + DAY) });
    starts
}

/// Takes out what would be too much for the hands.
fn spare_hands(
    practice: &Practice<'_>,
    service: &Service,
    therapist: &Therapist,
    theirs: &[&Taken],
    days: &Days,
    starts: &mut Line,
) {
    let Some(limit) = therapist.hands else { return };
    let (new, rest) = (service.length.steps(), limit.rest.steps());
    let everything = Span { from: Moment(i64::MIN / 2), until: Moment(i64::MAX / 2) };
    if new > limit.in_a_row.steps() || new > limit.a_day.steps() {
        return starts.clear(everything);
    }
    let spans: Vec<Span> = theirs.iter().map(|taken| taken.hands).collect();
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
    let mut worked = BTreeMap::new();
    for span in &spans {
        if let Some((date, _)) = days.wall(practice.zone, span.from) {
            *worked.entry(date).or_insert(0) += span.steps();
        }
    }
    // Nothing can be booked on any other day.
    for (date, steps) in worked {
        if steps + new > limit.a_day.steps()
            && let Some(span) = days.span(date)
        {
            starts.clear(span);
        }
    }
}
