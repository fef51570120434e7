//! What became of the hours of a therapist: counted from hours, times away and bookings.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    Moment, Span, Therapist, Zone,
    book::{Booking, State},
    moment::STEP_MIN,
    refuse::joined,
};

/// The hours of somebody from a day on until before another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Minutes of work, breaks and times away taken out.
    pub open_min: i64,
    /// Minutes of massage that was given.
    pub given_min: i64,
    /// Sessions that took place.
    pub done: u32,
    /// Sessions that nobody came to.
    pub no_shows: u32,
    /// Sessions that were called off with a fee.
    pub late: u32,
}

impl Used {
    /// How much of the hours massage was given, in whole percent; nothing where there were none.
    #[must_use]
    pub const fn percent(&self) -> Option<i64> {
        if self.open_min > 0 { Some(self.given_min * 100 / self.open_min) } else { None }
    }
}

/// The hours of a therapist from `from` until before `until`, on the clock of the zone, with the bookings that begin then;
/// `closed` are the holidays on which the practice is.
#[must_use]
pub fn used<'a>(
    therapist: &Therapist,
    zone: &Zone,
    (from, until): (Date, Date),
    closed: &BTreeMap<Date, String>,
    bookings: impl IntoIterator<Item = &'a Booking>,
) -> Used {
    let mut found = Used::default();
    let away = joined(therapist.cannot().collect());
    let mut day = from;
    while day < until {
        for span in therapist.hours.spans_where(zone, day, closed) {
            found.open_min += (span.steps() - away.iter().map(|away| common(*away, span)).sum::<i64>()) * STEP_MIN;
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    let begins = |at: Moment| zone.wall(at).is_some_and(|(day, _)| (from..until).contains(&day));
    for booking in bookings {
        if booking.therapist != therapist.id || !begins(booking.hands.from) {
            continue;
        }
        match booking.state {
            State::Done { minutes } => {
                found.done += 1;
                found.given_min += i64::from(minutes.0);
            }
            State::NoShow { .. } => found.no_shows += 1,
            State::Cancelled { fee, .. } if fee.0 > 0 => found.late += 1,
            State::Held { .. } | State::Booked | State::Started | State::Cancelled { .. } => {}
        }
    }
    found
}

/// Steps that two spans have in common.
fn common(one: Span, other: Span) -> i64 {
    Span { from: one.from.max(other.from), until: one.until.min(other.until) }.steps()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Minutes,
        hours::{Hours, Part},
        licence::Papers,
        moment::tests::berlin,
        policy::{Because, Percent, Policy},
    };
    use jiff::civil::date;
    use uuid::Uuid;

    fn booking(on: Moment, state: State) -> Booking {
        let hands = Span { from: on, until: on.plus(Minutes(60)) };
        Booking {
            client: Uuid::nil(),
            therapist: Uuid::from_u128(1),
            room: None,
            service: Uuid::nil(),
            course: None,
            hands,
            whole: hands,
            made: on,
            state,
            policy: Policy::default(),
            screened: None,
            late: Minutes(0),
            offered: None,
        }
    }

    #[test]
    fn hours_count_without_breaks_and_times_away_on_the_clock_of_the_place() {
        let zone = berlin();
        let at = |day, minute| zone.at(day, minute).unwrap().0;
        // Every day from 1:00 to 5:00 with a break of an hour.
        let part = |from_min, until_min| std::array::from_fn(|_| vec![Part { from_min, until_min }]);
        let hours = Hours { week: part(60, 300), breaks: part(240, 270), ..Hours::default() };
        let (first, change) = (date(2026, 10, 24), date(2026, 10, 25));
        let mut therapist = Therapist {
            id: Uuid::from_u128(1),
            name: String::new(),
            education: String::new(),
            specialities: String::new(),
            languages: String::new(),
            gender: None,
            techniques: std::collections::BTreeSet::new(),
            papers: Papers::default(),
            hours,
            away: Vec::new(),
            busy: Vec::new(),
            hands: None,
        };
        let count = |therapist: &Therapist, days, all: &[Booking]| used(therapist, &zone, days, &BTreeMap::new(), all);
        assert_eq!(count(&therapist, (first, change), &[]).open_min, 210);
        assert_eq!(count(&therapist, (change, change.tomorrow().unwrap()), &[]).open_min, 270, "an hour comes twice");
        let holiday = BTreeMap::from([(first, "Holiday".to_owned())]);
        assert_eq!(used(&therapist, &zone, (first, change), &holiday, &[]).open_min, 0);
        let half = Span { from: at(first, 60), until: at(first, 120) };
        therapist.away = vec![half, half, Span { from: at(first, 90), until: at(first, 150) }];
        let done = State::Done { minutes: Minutes(50) };
        let late = |fee| State::Cancelled { why: Because::Client, fee: Percent(fee) };
        let states = [done, done, State::NoShow { fee: Percent(0) }, late(0), late(50), State::Booked];
        let mut all: Vec<Booking> = states.map(|state| booking(at(first, 120), state)).into();
        all.push(booking(at(change, 120), done));
        all.push(Booking { therapist: Uuid::from_u128(2), ..booking(at(first, 120), done) });
        let found = count(&therapist, (first, change), &all);
        assert_eq!(found, Used { open_min: 120, given_min: 100, done: 2, no_shows: 1, late: 1 });
        assert_eq!((found.percent(), Used::default().percent()), (Some(83), None));
    }
}
