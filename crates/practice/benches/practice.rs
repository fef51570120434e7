//! Free times for fifty therapists over ninety days, and a course of twelve fitted into them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    civil::{Date, Weekday, date},
    tz::TimeZone,
};
use supple_practice::{
    Minutes, Moment, Practice, Room, Service, Span, Taken, Therapist, Zone,
    fit::{Course, Wish, fit},
    hours::{Hours, Part},
    licence::{Checked, Confidence, Jurisdiction, Kind, Paper, Papers, Regulation},
    slots,
    therapist::Hands,
};
use uuid::Uuid;

fn main() {
    divan::main();
}

/// What a practice is made of.
struct Made {
    zone: Zone,
    place: Jurisdiction,
    therapists: Vec<Therapist>,
    rooms: Vec<Room>,
    taken: Vec<Taken>,
    service: Service,
    closed: BTreeMap<Date, String>,
}

impl Made {
    fn practice(&self) -> Practice<'_> {
        Practice {
            zone: &self.zone,
            place: &self.place,
            therapists: &self.therapists,
            rooms: &self.rooms,
            taken: &self.taken,
            now: self.midnight(),
            notice: Minutes(120),
            horizon_days: 90,
            closed: &self.closed,
        }
    }

    fn midnight(&self) -> Moment {
        self.zone.at(date(2026, 10, 1), 0).map_or(Moment(0), |(moment, _)| moment)
    }
}

/// Fifty therapists with hours, breaks, licences and limits, forty rooms, and a third of the time taken.
fn made() -> Made {
    let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap_or(TimeZone::UTC);
    let day = |from_min, until_min| vec![Part { from_min, until_min }];
    let hours = Hours {
        week: std::array::from_fn(|_| day(9 * 60, 18 * 60)),
        breaks: std::array::from_fn(|_| day(12 * 60 + 30, 13 * 60)),
        ..Hours::default()
    };
    let paper = Paper {
        kind: Kind::Licence,
        place: "us-xx".to_owned(),
        class: "LMT".to_owned(),
        issuer: "the board".to_owned(),
        number: "1".to_owned(),
        until: Some(date(2028, 1, 1)),
        checked: Some(Checked { on: date(2026, 9, 1), source: "the board".to_owned(), by: "the owner".to_owned() }),
    };
    let therapist = |number: u128| Therapist {
        id: Uuid::from_u128(number),
        name: String::new(),
        education: String::new(),
        specialities: String::new(),
        languages: String::new(),
        gender: None,
        techniques: BTreeSet::from(["kneading".to_owned()]),
        papers: Papers { papers: vec![paper.clone()], law_looked_up: None },
        hours: hours.clone(),
        away: Vec::new(),
        busy: Vec::new(),
        hands: Some(Hands { in_a_row: Minutes(240), rest: Minutes(20), a_day: Minutes(330) }),
    };
    let service = Service {
        id: Uuid::from_u128(1),
        name: String::new(),
        length: Minutes(60),
        before: Minutes(5),
        after: Minutes(10),
        every: Minutes(15),
        needs_room: true,
        needs: Vec::new(),
        ended: false,
        price: None,
    };
    let mut made = Made {
        closed: BTreeMap::new(),
        zone: Zone::new(zone),
        place: Jurisdiction {
            id: "us-xx".to_owned(),
            name: String::new(),
            regulation: Regulation::Licence,
            title: String::new(),
            regulator: String::new(),
            renewal_years: Some(2),
            confidence: Confidence::High,
            source: String::new(),
            source_year: String::new(),
            on: date(2026, 1, 1),
            note: String::new(),
        },
        therapists: (0..50).map(|number| therapist(100 + number)).collect(),
        rooms: (0..40)
            .map(|number| Room {
                id: Uuid::from_u128(500 + number),
                name: String::new(),
                has: Vec::new(),
                ended: false,
            })
            .collect(),
        taken: Vec::new(),
        service,
    };
    let midnight = made.midnight();
    for (number, therapist) in (0i64..).zip(&made.therapists) {
        for day in 0..90 {
            for nth in 0..2 {
                let start = Moment(midnight.0 + day * 288 + 108 + nth * 36 + (number + day) % 8 * 3);
                let room = made.rooms.get(usize::try_from(number % 40).unwrap_or(0)).map(|room| room.id);
                let (whole, hands) = (made.service.whole(start), made.service.hands(start));
                made.taken.push(Taken { therapist: therapist.id, room, whole, hands });
            }
        }
    }
    made
}

/// All free times of a 60-minute service.
#[divan::bench]
fn free_times_of_fifty_therapists_over_ninety_days(bencher: divan::Bencher<'_, '_>) {
    let made = made();
    let needed = BTreeSet::from(["kneading".to_owned()]);
    bencher.bench(|| slots(&made.practice(), &made.service, &needed).len());
}

/// Twelve sessions, free times included.
#[divan::bench]
fn a_course_of_twelve(bencher: divan::Bencher<'_, '_>) {
    let made = made();
    let techniques = BTreeSet::from(["kneading".to_owned()]);
    let course = Course::spaced(12, 2, 7, techniques);
    let busy = Span { from: Moment(made.midnight().0 + 2000), until: Moment(made.midnight().0 + 4000) };
    let wish = Wish {
        from: date(2026, 10, 2),
        weekdays: vec![Weekday::Tuesday, Weekday::Friday],
        minute: 600,
        therapist: Some(7),
        busy: vec![busy],
    };
    bencher.bench(|| fit(&made.practice(), &made.service, &course, &wish).map(|sessions| sessions.len()));
}
