//! A therapist falls ill: whatever is offered instead breaks no rule, on random practices.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    civil::{Date, date},
    tz::TimeZone,
};
use proptest::prelude::*;
use supple_practice::{
    Minutes, Moment, Practice, Room, Service, Span, Taken, Therapist, Zone,
    fit::{Course, Fitted, Wish, slot_of},
    hours::{Hours, Part},
    licence::{Confidence, Jurisdiction, Papers, Regulation},
    refusals,
    reoffer::{Group, reoffer},
};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 23);

fn open() -> Jurisdiction {
    Jurisdiction {
        id: "xx".to_owned(),
        name: String::new(),
        regulation: Regulation::Open,
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

fn therapist(number: u128, days: u8, kneads: bool) -> Therapist {
    let mut week: [Vec<Part>; 7] = Default::default();
    for (day, parts) in week.iter_mut().enumerate() {
        if days >> day & 1 == 1 {
            parts.push(Part { from_min: 540, until_min: 1020 });
        }
    }
    Therapist {
        id: Uuid::from_u128(number),
        name: String::new(),
        education: String::new(),
        specialities: String::new(),
        languages: String::new(),
        gender: None,
        techniques: kneads.then(|| "kneading".to_owned()).into_iter().collect(),
        papers: Papers::default(),
        hours: Hours { week, ..Hours::default() },
        away: Vec::new(),
        busy: Vec::new(),
        hands: None,
    }
}

fn day(number: i64) -> Date {
    TODAY.saturating_add(jiff::Span::new().days(number))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn what_is_offered_instead_breaks_no_rule_and_nobody_is_offered_what_another_was(
        others in prop::collection::vec((1u8..128, any::<bool>()), 1..4),
        ill_days in (0i64..6, 1i64..8),
        booked in prop::collection::btree_map(0i64..12, prop::collection::btree_set(0i64..7, 1..5), 1..6),
        kneads in any::<bool>(),
        rooms in 1u128..4,
        same in any::<bool>(),
        gap in 1u16..4,
    ) {
        let zone = Zone::new(TimeZone::UTC);
        let at = |number: i64, minute: u16| zone.at(day(number), minute).unwrap().0;
        let mut therapists = vec![therapist(1, 127, true)];
        therapists.extend((2u128..).zip(&others).map(|(number, (days, kneads))| therapist(number, *days, *kneads)));
        let away = Span { from: at(ill_days.0, 0), until: at(ill_days.0 + ill_days.1, 0) };
        therapists[0].away.push(away);
        let rooms: Vec<Room> = (0..rooms).map(|it| Room { id: Uuid::from_u128(50 + it), name: String::new(), has: Vec::new(), ended: false }).collect();
        let service = Service {
            id: Uuid::from_u128(20),
            name: String::new(),
            length: Minutes(60),
            before: Minutes(0),
            after: Minutes(0),
            every: Minutes(60),
            needs_room: true,
            needs: Vec::new(),
            ended: false,
            price: None,
        };
        // Each client comes at an hour of their own on some days, so that the first therapist gives one session at a time.
        let taken_at = |start: Moment| Taken {
            therapist: Uuid::from_u128(1),
            room: Some(Uuid::from_u128(50)),
            whole: service.whole(start),
            hands: service.hands(start),
        };
        let clients: Vec<(u16, Vec<i64>)> = booked
            .into_iter()
            .filter(|(hour, _)| *hour < 8)
            .map(|(hour, days)| (540 + u16::try_from(hour).unwrap() * 60, days.into_iter().collect()))
            .collect();
        let taken: Vec<Taken> =
            clients.iter().flat_map(|(minute, days)| days.iter().map(|it| taken_at(at(*it, *minute)))).collect();
        let place = open();
        let practice = Practice {
            zone: &zone,
            place: &place,
            therapists: &therapists,
            rooms: &rooms,
            taken: &taken,
            now: at(0, 0),
            notice: Minutes(0),
            horizon_days: 20,
            closed: &BTreeMap::new(),
        };
        let needed: BTreeSet<String> = kneads.then(|| "kneading".to_owned()).into_iter().collect();
        let busy = vec![Span { from: at(9, 0), until: at(10, 0) }];
        let groups: Vec<Group<'_>> = clients
            .iter()
            .map(|(minute, days)| {
                let (hit, stay): (Vec<i64>, Vec<i64>) = days.iter().partition(|it| away.meets(service.whole(at(**it, *minute))));
                Group {
                    service: &service,
                    course: Course { sessions: 1, gap_usual_days: gap, gap_min_days: gap, gap_max_days: 7, techniques: needed.clone() },
                    wish: Wish { from: TODAY, weekdays: Vec::new(), minute: *minute, therapist: same.then_some(0), busy: busy.clone() },
                    own: hit.iter().map(|it| taken_at(at(*it, *minute))).collect(),
                    dates: hit.into_iter().map(day).collect(),
                    others: stay.into_iter().map(day).collect(),
                }
            })
            .filter(|group| !group.dates.is_empty())
            .collect();
        let offered = reoffer(&practice, &groups);
        prop_assert_eq!(offered.len(), groups.len());
        let mut given: Vec<(Uuid, Span)> = Vec::new();
        for (group, sessions) in groups.iter().zip(&offered) {
            let sessions = sessions.as_ref().unwrap();
            prop_assert_eq!(sessions.len(), group.dates.len(), "each is spoken of");
            let theirs: Vec<Taken> = taken.iter().filter(|it| !group.own.contains(it)).copied().collect();
            let now = Practice { taken: &theirs, ..practice };
            let mut days: Vec<Date> = group.others.clone();
            for session in sessions {
                match &session.fitted {
                    Fitted::Impossible { why } | Fitted::Moved { why, .. } => prop_assert!(!why.is_empty()),
                    Fitted::AsWished(_) => {}
                }
                let Some((start, index)) = slot_of(session) else { continue };
                let by = &therapists[usize::try_from(index).unwrap()];
                prop_assert_eq!(refusals(&now, &service, &needed, by, start), vec![]);
                prop_assert!(!group.wish.busy.iter().any(|busy| busy.meets(service.hands(start))));
                let (on, _) = zone.wall(start).unwrap();
                for other in &days {
                    prop_assert!((on - *other).get_days().abs() >= i32::from(gap), "too near to another session");
                }
                days.push(on);
                prop_assert!(!given.iter().any(|(other, span)| *other == by.id && span.meets(service.whole(start))));
                given.push((by.id, service.whole(start)));
                let at_once = given.iter().filter(|(_, span)| span.meets(service.whole(start))).count();
                prop_assert!(at_once <= rooms.len(), "a room for each");
            }
        }
    }
}
