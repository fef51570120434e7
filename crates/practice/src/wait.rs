//! Who waits for a time, and to whom a time that is free is offered.
//!
//! The order is stated and the same for everybody. A time is offered first to those whose course is with the therapist who is
//! free, among them to whoever waits longest; then to whoever waits longest of all. Each is offered the earliest time that
//! suits them, one at a time, and none that they let go before. A time that is offered is held for them for a while that
//! stands still in the quiet hours of the practice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Minutes, Moment, Practice, Service, Span, Taken, Zone, notice::Rules, refusals, slots, slots::free_room};

const MINUTE_MS: i64 = 60_000;
/// No offer is made that would have to be taken within fewer minutes than this.
pub const LEAST: Minutes = Minutes(15);
/// The longest that an offer may be held, in minutes: a day.
pub const MOST: Minutes = Minutes(24 * 60);
const DAY_MIN: u16 = 24 * 60;

/// What somebody waits for: one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// Whose.
    pub client: Uuid,
    /// Since when they wait, in milliseconds since 1970 UTC.
    pub since_ms: i64,
    /// What.
    pub service: Uuid,
    /// By whom alone; nothing for anybody.
    pub therapist: Option<Uuid>,
    /// On which weekdays, 1 for Monday to 7; empty for any.
    pub weekdays: BTreeSet<i8>,
    /// Not before this minute after midnight.
    pub from_min: u16,
    /// Over by this minute after midnight, 1440 at the latest.
    pub until_min: u16,
    /// Not before this day.
    pub from: Date,
    /// Not after this day; then they wait no longer.
    pub until: Date,
    /// The ids of the techniques that their plan asks for.
    pub needed: BTreeSet<String>,
    /// Days from this session to another of theirs, at least.
    pub gap_min_days: u16,
}

/// What is wrong with what somebody wants to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitProblem {
    /// The last day is before the first, or over.
    Days,
    /// Between the two times of day the session has no room.
    Times,
    /// The last day lies farther ahead than the practice books.
    TooFar,
}

impl Waiting {
    /// Everything that is wrong with it, on this day in a practice that books so many days ahead.
    #[must_use]
    pub fn problems(&self, service: &Service, today: Date, horizon_days: u16) -> Vec<WaitProblem> {
        let mut found = Vec::new();
        if self.until < self.from || self.until < today {
            found.push(WaitProblem::Days);
        }
        let room = self.until_min.min(DAY_MIN).checked_sub(self.from_min);
        if room.is_none_or(|room| room < service.length.0) {
            found.push(WaitProblem::Times);
        }
        let last = today.saturating_add(jiff::Span::new().days(i64::from(horizon_days)));
        if self.until > last {
            found.push(WaitProblem::TooFar);
        }
        found
    }

    /// Whether a session by somebody that begins then is one of those that are waited for.
    #[must_use]
    pub fn wants(&self, zone: &Zone, service: &Service, therapist: Uuid, start: Moment) -> bool {
        let Some((day, minute)) = zone.wall(start) else { return false };
        self.service == service.id
            && self.therapist.is_none_or(|wanted| wanted == therapist)
            && (self.from..=self.until).contains(&day)
            && (self.weekdays.is_empty() || self.weekdays.contains(&day.weekday().to_monday_one_offset()))
            && minute >= self.from_min
            && minute.saturating_add(service.length.0) <= self.until_min
    }
}

/// Somebody who waits and is offered nothing at this moment.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// What they wait for.
    pub waiting: &'a Waiting,
    /// With whom the course is that they are in, if they are in one.
    pub with: Option<Uuid>,
    /// When they have something else.
    pub busy: Vec<Span>,
    /// The days of the other sessions of their course.
    pub days: Vec<Date>,
    /// What they were offered before: by whom, and when it begins.
    pub before: BTreeSet<(Uuid, Moment)>,
}

/// A time for somebody who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitOffer {
    /// For whom: the place in what was given.
    pub candidate: usize,
    /// By whom.
    pub therapist: Uuid,
    /// In which room, where one is needed.
    pub room: Option<Uuid>,
    /// When the massage begins.
    pub start: Moment,
    /// Until when it is held, in milliseconds since 1970 UTC.
    pub until_ms: i64,
}

/// How a practice offers times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms<'a> {
    /// For how long each is held.
    pub held: Minutes,
    /// When nobody is written to.
    pub rules: &'a Rules,
    /// The present moment, in milliseconds since 1970 UTC.
    pub now_ms: i64,
}

impl Terms<'_> {
    /// Until when an offer of a time is held that could be booked until `latest`; nothing where that is too soon.
    /// Milliseconds since 1970 UTC. What lies in the quiet hours does not count.
    #[must_use]
    pub fn until(&self, zone: &Zone, latest: Moment) -> Option<i64> {
        const STEP_MS: i64 = 5 * MINUTE_MS;
        let (mut at, mut left) = (self.now_ms, i64::from(self.held.0.min(MOST.0)) * MINUTE_MS);
        while left > 0 && at < latest.as_ms() {
            let awake = self.rules.awake(zone, at);
            if awake > at {
                at = awake;
                continue;
            }
            let step = left.min(STEP_MS);
            at = at.saturating_add(step);
            left -= step;
        }
        let until = at.min(latest.as_ms());
        (until - self.now_ms >= i64::from(LEAST.0) * MINUTE_MS).then_some(until)
    }
}

/// What is offered now to those who wait, each at most one time; nothing in the quiet hours. The order of what is given makes
/// no difference.
#[must_use]
pub fn offers(
    practice: &Practice<'_>,
    services: &[Service],
    candidates: &[Candidate<'_>],
    terms: &Terms<'_>,
) -> Vec<WaitOffer> {
    if terms.rules.is_quiet(practice.zone, terms.now_ms) {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|at| candidates.get(*at).map(|it| (it.waiting.since_ms, it.waiting.client, it.waiting.service)));
    let mut free = Free { practice, found: BTreeMap::new() };
    let mut taken = practice.taken.to_vec();
    let mut given: Vec<WaitOffer> = Vec::new();
    for own in [true, false] {
        for at in &order {
            let Some(candidate) = candidates.get(*at) else { continue };
            let served = given.iter().any(|offer| offer.candidate == *at);
            let Some(service) = services.iter().find(|it| it.id == candidate.waiting.service).filter(|_| !served)
            else {
                continue;
            };
            let now = Practice { taken: &taken, ..*practice };
            let times = free.of(service, &candidate.waiting.needed);
            let suiting = times.iter().filter(|(_, therapist)| (candidate.with == Some(*therapist)) == own);
            let first = suiting.filter_map(|(start, therapist)| {
                suits(&now, service, candidate, *therapist, *start)?;
                let until_ms = terms.until(practice.zone, start.minus(practice.notice))?;
                let room = if service.needs_room { free_room(&now, service, *start) } else { None };
                Some(WaitOffer { candidate: *at, therapist: *therapist, room, start: *start, until_ms })
            });
            let Some(offer) = first.into_iter().next() else { continue };
            let (whole, hands) = (service.whole(offer.start), service.hands(offer.start));
            taken.push(Taken { therapist: offer.therapist, room: offer.room, whole, hands });
            given.push(offer);
        }
    }
    given
}

/// When a session can begin, and by whom.
type Start = (Moment, Uuid);

/// The free times of services as they were before anything was offered, each computed once.
struct Free<'a, 'b> {
    practice: &'a Practice<'b>,
    found: BTreeMap<(Uuid, BTreeSet<String>), Vec<Start>>,
}

impl Free<'_, '_> {
    fn of(&mut self, service: &Service, needed: &BTreeSet<String>) -> &[Start] {
        let practice = self.practice;
        self.found.entry((service.id, needed.clone())).or_insert_with(|| {
            let id = |index: u32| practice.therapists.get(usize::try_from(index).ok()?).map(|it| it.id);
            let found = slots(practice, service, needed).into_iter();
            let mut times: Vec<_> = found.filter_map(|slot| Some((slot.start, id(slot.therapist)?))).collect();
            times.sort_unstable();
            times
        })
    }
}

/// Whether a time that was free is one for somebody, with what was offered to others since.
fn suits(
    now: &Practice<'_>,
    service: &Service,
    candidate: &Candidate<'_>,
    therapist: Uuid,
    start: Moment,
) -> Option<()> {
    let waiting = candidate.waiting;
    let (day, _) = now.zone.wall(start)?;
    let near = |other: &Date| (day - *other).get_days().unsigned_abs() < u32::from(waiting.gap_min_days.max(1));
    let fits = waiting.wants(now.zone, service, therapist, start)
        && !candidate.before.contains(&(therapist, start))
        && !candidate.busy.iter().any(|busy| busy.meets(service.hands(start)))
        && !candidate.days.iter().any(near);
    let by = now.therapists.iter().find(|it| it.id == therapist).filter(|_| fits)?;
    refusals(now, service, &waiting.needed, by, start).is_empty().then_some(())
}

#[cfg(test)]
mod tests;
