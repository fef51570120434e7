//! The fast way to free times and the plain one agree, on random practices across changes of the clocks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    civil::{Date, date},
    tz::TimeZone,
};
use proptest::prelude::*;
use supple_practice::{
    Minutes, Moment, Practice, Room, Service, Slot, Span, Taken, Therapist, Zone,
    hours::{Exception, Hours, Part},
    licence::{Checked, Confidence, Jurisdiction, Kind, Paper, Papers, Regulation},
    refusals, slots,
    therapist::Hands,
};
use uuid::Uuid;

fn place(regulation: Regulation) -> Jurisdiction {
    Jurisdiction {
        id: "us-xx".to_owned(),
        name: String::new(),
        regulation,
        title: String::new(),
        regulator: String::new(),
        renewal_years: None,
        confidence: Confidence::High,
        source: String::new(),
        source_year: String::new(),
        on: date(2026, 1, 1),
        note: String::new(),
    }
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = (0u16..300, 1u16..200).prop_map(|(from, length)| Part {
        from_min: from * 5 - from % 2,
        until_min: (from * 5 + length * 5).min(2880),
    });
    let part = part.prop_filter("forwards", |part| part.from_min < part.until_min && part.from_min < 1440);
    prop::collection::vec(part, 0..3)
}

fn hours(today: Date) -> impl Strategy<Value = Hours> {
    let except = prop::collection::btree_map(
        (0i64..10).prop_map(move |days| today.saturating_add(jiff::Span::new().days(days))),
        prop_oneof![Just(Exception::Closed), parts().prop_map(Exception::Open)],
        0..3,
    );
    (prop::array::uniform7(parts()), prop::array::uniform7(parts()), any::<bool>(), except).prop_map(
        |(week, breaks, pause, except)| Hours { week, breaks: if pause { breaks } else { Default::default() }, except },
    )
}

fn therapist(number: u128, today: Date) -> impl Strategy<Value = Therapist> {
    let hands = (60u16..300, 0u16..60, 60u16..400).prop_map(|(row, rest, day)| Hands {
        in_a_row: Minutes(row),
        rest: Minutes(rest),
        a_day: Minutes(day),
    });
    (hours(today), prop::option::of(hands), 0i64..12, any::<bool>(), any::<bool>()).prop_map(
        move |(hours, hands, until, checked, kneads)| Therapist {
            id: Uuid::from_u128(number),
            name: String::new(),
            education: String::new(),
            specialities: String::new(),
            languages: String::new(),
            gender: None,
            techniques: kneads.then(|| "kneading".to_owned()).into_iter().collect(),
            papers: Papers {
                papers: vec![Paper {
                    kind: Kind::Licence,
                    place: "us-xx".to_owned(),
                    class: String::new(),
                    issuer: String::new(),
                    number: String::new(),
                    until: today.checked_add(jiff::Span::new().days(until)).ok(),
                    checked: checked.then(|| Checked { on: today, source: String::new(), by: String::new() }),
                }],
                law_looked_up: None,
            },
            hours,
            away: Vec::new(),
            busy: Vec::new(),
            hands,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_fast_way_finds_exactly_what_no_rule_refuses(
        (today, zone) in prop::sample::select(vec![
            // Clocks forward and back in Berlin, forward at midnight in Havana, and half an hour on Lord Howe Island.
            (date(2027, 3, 26), "CET-1CEST,M3.5.0,M10.5.0/3"),
            (date(2026, 10, 22), "CET-1CEST,M3.5.0,M10.5.0/3"),
            (date(2027, 3, 12), "CST5CDT,M3.2.0/0,M11.1.0/1"),
            (date(2026, 10, 30), "CST5CDT,M3.2.0/0,M11.1.0/1"),
            (date(2027, 4, 2), "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"),
        ]).prop_flat_map(|(today, zone)| (Just(today), Just(zone))),
        people in (Just(()), any::<u8>()).prop_flat_map(|_| {
            (therapist(1, date(2026, 10, 22)), therapist(2, date(2027, 3, 12)))
        }),
        taken in prop::collection::vec((1u128..3, 0u128..3, 0i64..2300, 1u16..30), 0..14),
        (away, closed) in ((0i64..2300, 0i64..300), prop::collection::btree_set(-1i64..9, 0..4)),
        busy in prop::collection::vec((0i64..2300, 0i64..60), 0..4),
        length in 3u16..30,
        before in 0u16..4,
        after in 0u16..4,
        every in prop::sample::select(vec![5u16, 15, 20, 30, 60, 7]),
        needs_room: bool,
        needs in 0u8..4,
        equipped in ((0u8..4, prop::bool::weighted(0.2)), (0u8..4, prop::bool::weighted(0.2))),
        needs_technique: bool,
        regulated: bool,
        notice in 0u16..2000,
        now in 0i64..288,
    ) {
        let zone = Zone::new(TimeZone::posix(zone).unwrap());
        let midnight = zone.at(today, 0).unwrap().0;
        let span = |from: i64, steps: i64| Span { from: Moment(midnight.0 + from), until: Moment(midnight.0 + from + steps) };
        let (first, second) = people;
        let mut therapists = [first, second];
        therapists[0].away.push(span(away.0, away.1));
        therapists[1].busy.extend(busy.iter().map(|busy| span(busy.0, busy.1)));
        let things = |mask: u8| {
            let all = ["low couch", "shower"].iter().zip(0u8..);
            all.filter(|(_, bit)| mask >> bit & 1 == 1).map(|(thing, _)| (*thing).to_owned()).collect::<Vec<_>>()
        };
        let rooms = [11, 12].map(|id| {
            let (has, ended) = if id == 11 { equipped.0 } else { equipped.1 };
            Room { id: Uuid::from_u128(id), name: String::new(), has: things(has), ended }
        });
        let service = Service {
            id: Uuid::from_u128(20),
            name: String::new(),
            length: Minutes(length * 5),
            before: Minutes(before * 5),
            after: Minutes(after * 5),
            every: Minutes(every),
            needs_room,
            needs: things(needs),
            ended: false,
            price: None,
        };
        // As the store keeps it: nobody is taken twice at once.
        let mut kept: Vec<Taken> = Vec::new();
        for (by, room, from, steps) in taken {
            let hands = span(from, i64::from(steps));
            let whole = Span { from: hands.from, until: Moment(hands.until.0 + 1) };
            let room = (room > 0).then(|| Uuid::from_u128(10 + room));
            let new = Taken { therapist: Uuid::from_u128(by), room, whole, hands };
            if !kept.iter().any(|old| old.therapist == new.therapist && old.whole.meets(whole)) {
                kept.push(new);
            }
        }
        let place = place(if regulated { Regulation::Licence } else { Regulation::Open });
        let closed: BTreeMap<Date, String> = closed
            .into_iter()
            .map(|days| (today.saturating_add(jiff::Span::new().days(days)), format!("holiday {days}")))
            .collect();
        let practice = Practice {
            zone: &zone,
            place: &place,
            therapists: &therapists,
            rooms: &rooms,
            taken: &kept,
            now: Moment(midnight.0 + now),
            notice: Minutes(notice),
            horizon_days: 6,
            closed: &closed,
        };
        let needed: BTreeSet<String> = needs_technique.then(|| "kneading".to_owned()).into_iter().collect();
        let fast = slots(&practice, &service, &needed);
        let mut plain = Vec::new();
        for (therapist, index) in therapists.iter().zip(0..) {
            for step in -20..288 * 9 {
                let start = Moment(midnight.0 + step);
                if refusals(&practice, &service, &needed, therapist, start).is_empty() {
                    // The room that is given has what the service needs, is free, and is still in use.
                    if needs_room {
                        let id = slots::free_room(&practice, &service, start).expect("a room");
                        let room = rooms.iter().find(|room| room.id == id).unwrap();
                        prop_assert!(!room.ended && service.needs.iter().all(|need| room.has.contains(need)));
                        let whole = service.whole(start);
                        prop_assert!(!kept.iter().any(|old| old.room == Some(id) && old.whole.meets(whole)));
                    }
                    plain.push(Slot { start, therapist: index });
                }
            }
        }
        prop_assert_eq!(fast, plain);
    }
}

#[test]
fn a_day_from_nine_to_five_has_fifteen_times_for_an_hour() {
    let zone = Zone::new(TimeZone::UTC);
    let today = date(2026, 11, 23);
    let day = vec![Part { from_min: 540, until_min: 1020 }];
    let mut week: [Vec<Part>; 7] = Default::default();
    week[0] = day;
    let ada = Therapist {
        id: Uuid::from_u128(1),
        name: String::new(),
        education: String::new(),
        specialities: String::new(),
        languages: String::new(),
        gender: None,
        techniques: BTreeSet::new(),
        papers: Papers::default(),
        hours: Hours { week, ..Hours::default() },
        away: Vec::new(),
        busy: Vec::new(),
        hands: Some(Hands { in_a_row: Minutes(120), rest: Minutes(15), a_day: Minutes(300) }),
    };
    let service = Service {
        id: Uuid::from_u128(2),
        name: String::new(),
        length: Minutes(60),
        before: Minutes(0),
        after: Minutes(0),
        every: Minutes(30),
        needs_room: false,
        needs: Vec::new(),
        ended: false,
        price: None,
    };
    let midnight = zone.at(today, 0).unwrap().0;
    let at = |minute: i64| Moment(midnight.0 + minute / 5);
    let (open, therapists) = (place(Regulation::Open), [ada]);
    let count = |taken: &[(i64, i64)]| {
        let taken: Vec<Taken> = taken
            .iter()
            .map(|(from, until)| Span { from: at(*from), until: at(*until) })
            .map(|span| Taken { therapist: Uuid::from_u128(1), room: None, whole: span, hands: span })
            .collect();
        let practice = Practice {
            zone: &zone,
            place: &open,
            therapists: &therapists,
            rooms: &[],
            taken: &taken,
            now: midnight,
            notice: Minutes(0),
            horizon_days: 6,
            closed: &BTreeMap::new(),
        };
        let starts = slots(&practice, &service, &BTreeSet::new());
        starts.iter().map(|slot| (slot.start.0 - midnight.0) * 5).collect::<Vec<i64>>()
    };
    assert_eq!(count(&[]).len(), 15);
    // 9 to 11 is as long as the hands may work in a row: the next session waits for a quarter of an hour.
    assert_eq!(count(&[(540, 660)]).first(), Some(&690));
    // Between 9:00 to 10:00 and 11:10 to 12:00 an hour would join both to nearly three.
    assert_eq!(count(&[(540, 600), (670, 720)]).first(), Some(&720));
    // Every second hour is taken: only the last one joins a single row, and it is the fifth and last of the day.
    assert_eq!(count(&[(540, 600), (660, 720), (780, 840), (900, 960)]), [960]);
    assert_eq!(count(&[(540, 660), (690, 750), (780, 840), (870, 930)]), [], "five hours are done");
}
