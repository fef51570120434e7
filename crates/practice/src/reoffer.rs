//! A therapist falls ill: what can be offered instead of their sessions, all at once.
//!
//! Each session is placed near its own day and time, by whoever may give it and gives what its plan asks for, and at least as
//! far from the other sessions of its course as the course allows. The sessions of one client are placed exactly, as a course is
//! ([`crate::fit`]); clients come one after the other in the order in which they are given, and nobody is offered what somebody
//! before them was.

use jiff::civil::Date;

use crate::{
    Practice, Service, Taken,
    fit::{Course, NoCourse, Session, Wish, fit_dates, slot_of},
    slots::free_room,
};

/// The sessions of one client and course that cannot be given, all at the same time of day.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// What was booked.
    pub service: &'a Service,
    /// The gaps and techniques of its course. How many sessions it has makes no difference here.
    pub course: Course,
    /// From when on, at which minute, by whom if it matters, and what else the client has.
    pub wish: Wish,
    /// The days of the sessions, in their order.
    pub dates: Vec<Date>,
    /// The days of the other sessions of the course.
    pub others: Vec<Date>,
    /// What these sessions took: their rooms are free for them.
    pub own: Vec<Taken>,
}

/// What can be offered to each group: for each of its dates a session as wished (by somebody else), moved, or impossible with
/// the reasons.
///
/// `practice.taken` has the sessions that cannot be given as well: until a client has another time, their room is kept.
///
/// # Errors
/// For a group, dates outside the calendar.
#[must_use]
pub fn reoffer(practice: &Practice<'_>, groups: &[Group<'_>]) -> Vec<Result<Vec<Session>, NoCourse>> {
    let mut all = Vec::with_capacity(groups.len());
    let mut given: Vec<Taken> = Vec::new();
    for Group { service, course, wish, dates, others, own } in groups {
        let theirs = |taken: &&Taken| !own.contains(taken);
        let mut taken: Vec<Taken> = practice.taken.iter().filter(theirs).chain(&given).copied().collect();
        let now = Practice { taken: &taken, ..*practice };
        let fitted = fit_dates(&now, service, course, wish, dates.clone(), others);
        for session in fitted.iter().flatten() {
            let Some((start, therapist)) = slot_of(session) else { continue };
            let by = usize::try_from(therapist).ok().and_then(|index| practice.therapists.get(index));
            let now = Practice { taken: &taken, ..*practice };
            let room = if service.needs_room { free_room(&now, service, start) } else { None };
            let (whole, hands) = (service.whole(start), service.hands(start));
            let new = by.map(|by| Taken { therapist: by.id, room, whole, hands });
            taken.extend(new);
            given.extend(new);
        }
        all.push(fitted);
    }
    all
}
