use jiff::{civil::date, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::{
    Room, Therapist,
    hours::{Hours, Part},
    licence::{Confidence, Jurisdiction, Papers, Regulation},
    moment::tests::berlin,
};

const MONDAY: Date = date(2026, 11, 23);
const NOTICE: Minutes = Minutes(60);

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

fn therapist(number: u128, kneads: bool) -> Therapist {
    Therapist {
        id: Uuid::from_u128(number),
        name: String::new(),
        education: String::new(),
        specialities: String::new(),
        languages: String::new(),
        gender: None,
        techniques: kneads.then(|| "kneading".to_owned()).into_iter().collect(),
        papers: Papers::default(),
        hours: Hours {
            week: std::array::from_fn(|_| vec![Part { from_min: 540, until_min: 780 }]),
            ..Hours::default()
        },
        away: Vec::new(),
        busy: Vec::new(),
        hands: None,
    }
}

fn hour() -> Service {
    Service {
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
    }
}

fn waiting(client: u128, since_ms: i64) -> Waiting {
    Waiting {
        client: Uuid::from_u128(client),
        since_ms,
        service: Uuid::from_u128(20),
        therapist: None,
        weekdays: BTreeSet::new(),
        from_min: 0,
        until_min: 1440,
        from: MONDAY,
        until: MONDAY.saturating_add(jiff::Span::new().days(20)),
        needed: BTreeSet::new(),
        gap_min_days: 1,
    }
}

fn candidate(waiting: &Waiting) -> Candidate<'_> {
    Candidate { waiting, with: None, busy: Vec::new(), days: Vec::new(), before: BTreeSet::new() }
}

fn at(zone: &Zone, day: Date, minute: u16) -> Moment {
    zone.at(day, minute).unwrap().0
}

#[test]
fn what_is_wrong_with_what_is_waited_for_is_said_at_once() {
    let right = waiting(1, 0);
    assert_eq!(right.problems(&hour(), MONDAY, 20), []);
    let wrong = Waiting { from_min: 600, until_min: 630, until: date(2026, 11, 22), ..right.clone() };
    assert_eq!(wrong.problems(&hour(), MONDAY, 20), [WaitProblem::Days, WaitProblem::Times]);
    assert_eq!(right.problems(&hour(), MONDAY, 19), [WaitProblem::TooFar]);
    let backwards = Waiting { from_min: 700, until_min: 600, ..right };
    assert_eq!(backwards.problems(&hour(), MONDAY, 20), [WaitProblem::Times]);
}

#[test]
fn an_offer_stands_still_at_night_and_ends_before_the_time_can_no_longer_be_booked() {
    let zone = berlin();
    let rules = Rules::default();
    let terms = |now: Moment, held| Terms { held: Minutes(held), rules: &rules, now_ms: now.as_ms() };
    let far = at(&zone, MONDAY.saturating_add(jiff::Span::new().days(9)), 600);
    let until = |minute, held, latest| terms(at(&zone, MONDAY, minute), held).until(&zone, latest);
    assert_eq!(until(10 * 60, 120, far), Some(at(&zone, MONDAY, 12 * 60).as_ms()));
    // Half an hour in the evening, and an hour and a half of the next morning.
    let tuesday = MONDAY.tomorrow().unwrap();
    assert_eq!(until(20 * 60 + 30, 120, far), Some(at(&zone, tuesday, 9 * 60 + 30).as_ms()));
    assert_eq!(until(10 * 60, 120, at(&zone, MONDAY, 11 * 60)), Some(at(&zone, MONDAY, 11 * 60).as_ms()));
    assert_eq!(until(10 * 60, 120, at(&zone, MONDAY, 10 * 60 + 10)), None, "too soon to answer");
    assert_eq!(until(10 * 60, 120, at(&zone, MONDAY, 9 * 60)), None, "over");
}

#[test]
fn nothing_is_offered_at_night() {
    let zone = berlin();
    let (place, therapists, rules) = (open(), [therapist(1, true)], Rules::default());
    let rooms = [Room { id: Uuid::from_u128(50), name: String::new(), has: Vec::new(), ended: false }];
    let it = waiting(1, 0);
    let found = |minute| {
        let now = at(&zone, MONDAY, minute);
        let practice = Practice {
            zone: &zone,
            place: &place,
            therapists: &therapists,
            rooms: &rooms,
            taken: &[],
            now,
            notice: NOTICE,
            horizon_days: 20,
            closed: &BTreeMap::new(),
        };
        let terms = Terms { held: Minutes(120), rules: &rules, now_ms: now.as_ms() };
        offers(&practice, &[hour()], &[candidate(&it)], &terms).len()
    };
    assert_eq!([found(22 * 60), found(20 * 60), found(8 * 60)], [0, 1, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_offer_breaks_no_rule_and_goes_past_nobody_whom_it_suits(
        drawn in prop::collection::vec(
            (0i64..5, 0u128..4, 0u8..128, (0u16..10, 3u16..15), 0i64..3, 0u128..4, any::<bool>(), 0i64..4),
            1..7,
        ),
        kneads in prop::collection::vec(any::<bool>(), 1..4),
        busy in prop::collection::btree_set((0u128..3, 0i64..3, 9u16..13), 0..16),
        rooms in 1u128..3,
    ) {
        let zone = Zone::new(TimeZone::UTC);
        let day = |number: i64| MONDAY.saturating_add(jiff::Span::new().days(number));
        let therapists: Vec<Therapist> =
            (1u128..).zip(&kneads).map(|(number, kneads)| therapist(number, *kneads)).collect();
        let rooms: Vec<Room> = (0..rooms).map(|it| Room { id: Uuid::from_u128(50 + it), name: String::new(), has: Vec::new(), ended: false }).collect();
        let (place, service, rules) = (open(), hour(), Rules::default());
        let busy_taken: Vec<Taken> = busy.iter().map(|(number, on, clock)| {
            let start = at(&zone, day(*on), clock * 60);
            Taken { therapist: Uuid::from_u128(number + 1), room: None, whole: service.whole(start), hands: service.hands(start) }
        }).collect();
        let now = at(&zone, MONDAY, 8 * 60 + 30);
        let practice = Practice {
            zone: &zone, place: &place, therapists: &therapists, rooms: &rooms, taken: &busy_taken, now, notice: NOTICE,
            horizon_days: 2, closed: &BTreeMap::new(),
        };
        let all: Vec<Waiting> = (1u128..).zip(&drawn).map(|(number, (since, only, days, (from, long), first, _, kneads, gap))| Waiting {
            therapist: (*only > 0).then(|| Uuid::from_u128(*only)),
            weekdays: (1..=7).filter(|it| days >> (it - 1) & 1 == 1).collect(),
            from_min: from * 60,
            until_min: ((from + long) * 60).min(1440),
            from: day(*first),
            needed: kneads.then(|| "kneading".to_owned()).into_iter().collect(),
            gap_min_days: u16::try_from(*gap).unwrap(),
            ..waiting(number, *since)
        }).collect();
        let candidates: Vec<Candidate<'_>> = all.iter().zip(&drawn).map(|(it, drawn)| Candidate {
            with: (drawn.5 > 0).then(|| Uuid::from_u128(drawn.5)),
            days: vec![day(drawn.7)],
            ..candidate(it)
        }).collect();
        let terms = Terms { held: Minutes(120), rules: &rules, now_ms: now.as_ms() };
        let given = offers(&practice, std::slice::from_ref(&service), &candidates, &terms);
        // Each by itself breaks no rule, with everything else that is given at once.
        for offer in &given {
            let others: Vec<Taken> = given.iter().filter(|it| *it != offer).map(|it| Taken {
                therapist: it.therapist, room: it.room, whole: service.whole(it.start), hands: service.hands(it.start),
            }).collect();
            let taken: Vec<Taken> = busy_taken.iter().chain(&others).copied().collect();
            let with = Practice { taken: &taken, ..practice };
            let it = &candidates[offer.candidate];
            prop_assert!(suits(&with, &service, it, offer.therapist, offer.start).is_some());
            prop_assert_eq!(given.iter().filter(|other| other.candidate == offer.candidate).count(), 1);
            prop_assert!(offer.until_ms > now.as_ms() && offer.until_ms <= offer.start.minus(NOTICE).as_ms());
            prop_assert!(given.iter().all(|other| other == offer || other.start != offer.start || other.room != offer.room));
        }
        // Nobody who is offered nothing would have come before whoever has a time that suits them, and no such time is left.
        let rank = |at: usize, therapist: Uuid| (candidates[at].with != Some(therapist), all[at].since_ms, all[at].client);
        for (at, it) in candidates.iter().enumerate().filter(|(at, _)| given.iter().all(|offer| offer.candidate != *at)) {
            for slot in slots(&practice, &service, &it.waiting.needed) {
                let by = therapists[usize::try_from(slot.therapist).unwrap()].id;
                let latest = slot.start.minus(NOTICE);
                if suits(&practice, &service, it, by, slot.start).is_none() || terms.until(&zone, latest).is_none() {
                    continue;
                }
                let in_the_way = |offer: &&WaitOffer| offer.start == slot.start;
                prop_assert!(given.iter().any(|offer| in_the_way(&offer)), "a time that suits is left over");
                for offer in given.iter().filter(|offer| in_the_way(offer) && offer.therapist == by) {
                    prop_assert!(rank(offer.candidate, by) < rank(at, by), "somebody was passed over");
                }
            }
        }
        // The order in which they are given makes no difference.
        let reversed: Vec<Candidate<'_>> = candidates.iter().rev().cloned().collect();
        let last = candidates.len() - 1;
        let mut again = offers(&practice, std::slice::from_ref(&service), &reversed, &terms);
        again.iter_mut().for_each(|offer| offer.candidate = last - offer.candidate);
        prop_assert_eq!(given, again);
    }
}
