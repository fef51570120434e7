//! Why a time is not free: every reason at once, each rule by itself. Slow and plain; [`crate::slots()`] is the fast way to
//! the same answer, and a test holds both against each other.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{
    Moment, Practice, Service, Span, Taken, Therapist, licence::Standing, practice::lacking, slots::free_room,
    therapist::Hands,
};

/// A reason why somebody cannot be booked at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Over, or nearer than the practice's notice.
    TooSoon,
    /// Farther ahead than the practice books.
    TooFar,
    /// Sessions do not begin at this minute, or the wall clock shows it a second time on this day.
    OffBeat,
    /// Outside the hours of work, preparing and cleaning included.
    Closed,
    /// The practice is closed for a holiday of this name.
    Holiday(String),
    /// Away, or busy in a calendar of their own.
    Away,
    /// Booked or held already.
    Taken,
    /// No room is free.
    NoRoom,
    /// The hands would work too long in a row.
    InARow,
    /// The hands would work too long on this day.
    InADay,
    /// What the place asks for is not there on this date.
    Standing(Standing),
    /// Techniques of the plan that they do not give (ids).
    Techniques(Vec<String>),
    /// The client has something else.
    Client,
    /// It is free, but too near to another session of the course, or the course fits better otherwise.
    Spacing,
}

/// Every reason why a session cannot begin then; none where it can.
#[must_use]
pub fn refusals(
    practice: &Practice<'_>,
    service: &Service,
    needed: &BTreeSet<String>,
    therapist: &Therapist,
    start: Moment,
) -> Vec<Refusal> {
    let (whole, hands) = (service.whole(start), service.hands(start));
    let mut found = Vec::new();
    if start < practice.earliest() {
        found.push(Refusal::TooSoon);
    }
    let Some(((date, minute), (_, last))) = practice.zone.wall(start).zip(practice.days()) else {
        return vec![Refusal::TooFar];
    };
    if date > last {
        found.push(Refusal::TooFar);
    }
    let on_beat = service.every.0 > 0 && minute % service.every.0 == 0;
    if !on_beat || practice.zone.at(date, minute).is_none_or(|(first, _)| first != start) {
        found.push(Refusal::OffBeat);
    }
    let holds = |open: Vec<Span>| joined(open).iter().any(|span| span.holds(whole));
    let hours = &therapist.hours;
    if !holds(around(date).flat_map(|day| hours.spans_where(practice.zone, day, practice.closed)).collect()) {
        let usual = holds(around(date).flat_map(|day| hours.spans(practice.zone, day)).collect());
        let holiday = around(date).filter(|day| usual && hours.is_off(*day, practice.closed));
        // Of two holidays in a row the day's own is named.
        let holiday = holiday.min_by_key(|day| *day != date).and_then(|day| practice.closed.get(&day));
        found.push(holiday.map_or(Refusal::Closed, |name| Refusal::Holiday(name.clone())));
    }
    if therapist.cannot().any(|away| away.meets(whole)) {
        found.push(Refusal::Away);
    }
    let theirs: Vec<&Taken> = practice.taken.iter().filter(|taken| taken.therapist == therapist.id).collect();
    if theirs.iter().any(|taken| taken.whole.meets(whole)) {
        found.push(Refusal::Taken);
    }
    if service.needs_room && free_room(practice, service, start).is_none() {
        found.push(Refusal::NoRoom);
    }
    if let Some(limit) = therapist.hands {
        let spans: Vec<Span> = theirs.iter().map(|taken| taken.hands).collect();
        if row_with(&spans, hands, limit) > limit.in_a_row.steps() {
            found.push(Refusal::InARow);
        }
        let day = |span: &&Span| practice.zone.wall(span.from).is_some_and(|(on, _)| on == date);
        let worked: i64 = spans.iter().filter(day).map(|span| span.steps()).sum();
        if worked + hands.steps() > limit.a_day.steps() {
            found.push(Refusal::InADay);
        }
    }
    found.extend(practice.barred(therapist, date).map(Refusal::Standing));
    let lacking = lacking(therapist, needed);
    if !lacking.is_empty() {
        found.push(Refusal::Techniques(lacking));
    }
    found
}

/// The day before, the day, the day after: hours may pass midnight, and so may preparing and cleaning.
fn around(date: Date) -> impl Iterator<Item = Date> {
    [date.yesterday().ok(), Some(date), date.tomorrow().ok()].into_iter().flatten()
}

/// Spans that touch as one.
pub(crate) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut all: Vec<Span> = Vec::new();
    for span in spans {
        match all.last_mut().filter(|last| span.from <= last.until) {
            Some(last) => last.until = last.until.max(span.until),
            None => all.push(span),
        }
    }
    all
}

/// Rows of work: spans with less than a rest between them, with the steps of work in each.
pub(crate) fn rows(spans: &[Span], limit: Hands) -> Vec<(Span, i64)> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let mut rows: Vec<(Span, i64)> = Vec::new();
    for span in sorted {
        match rows.last_mut().filter(|(row, _)| span.from.0 - row.until.0 < limit.rest.steps()) {
            Some((row, worked)) => {
                row.until = row.until.max(span.until);
                *worked += span.steps();
            }
            None => rows.push((span, span.steps())),
        }
    }
    rows
}

/// The steps of work in the row that a new session would be part of.
fn row_with(spans: &[Span], new: Span, limit: Hands) -> i64 {
    let mut all = spans.to_vec();
    all.push(new);
    rows(&all, limit).into_iter().find(|(row, _)| row.holds(new)).map_or(new.steps(), |(_, worked)| worked)
}
