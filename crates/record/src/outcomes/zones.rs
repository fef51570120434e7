//! Whoever travels, with half-hour zones and clock changes: every answer stays, in its order.

use proptest::prelude::*;
use serde_json::json;
use supple_care::{Day, Knowledge};
use supple_store::{Event, PersonId, UtcMs, Who};
use uuid::Uuid;

use crate::{Record, day_of};

/// Zones far apart, with halves and quarters of an hour, and with clock changes at different times and by half an hour.
const ZONES: [&str; 12] = [
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "America/St_Johns",
    "America/New_York",
    "Europe/Berlin",
    "Africa/Casablanca",
    "America/Santiago",
    "UTC",
];
/// 1 January 2026; a year of answers goes through every clock change.
const START_MS: i64 = 1_767_225_600_000;
/// So many hours after another answer it is another date, wherever one is.
const APART: i64 = 51;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(|| supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// Weekly answers, each so many minutes after the one before, in a zone.
fn answers(steps: &[(i64, usize, i64)]) -> Vec<Event> {
    let mut at = START_MS;
    let event = |(seq, (minutes, zone, score)): (u64, &(i64, usize, i64))| {
        at += minutes * 60_000;
        let all = json!({ "pain": score, "enjoyment": score, "activity": score });
        Event {
            id: Uuid::from_u128(u128::from(seq)),
            person: PersonId::from_uuid(Uuid::nil()),
            seq,
            at: UtcMs(at),
            zone: ZONES[zone % ZONES.len()].to_owned(),
            kind: super::CHECK_IN.to_owned(),
            version: 1,
            who: Who::Self_,
            payload: json!({ "instrument": "peg", "for": "weekly", "answers": all }),
        }
    };
    (1..).zip(steps).map(event).collect()
}

/// The day of each score in the order in which they were given.
fn days(events: &[Event]) -> Vec<(u64, Day)> {
    let record = Record::fold(knowledge(), events);
    let mut scores: Vec<(u64, Day)> =
        record.outcomes.scores.iter().map(|scored| (scored.entry.order, scored.entry.day)).collect();
    scores.sort_unstable();
    scores
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_answer_comes_before_an_earlier_one(
        steps in proptest::collection::vec((0..6_000i64, 0..12usize, 0..=10i64), 1..40),
    ) {
        let events = answers(&steps);
        let days = days(&events);
        prop_assert!(days.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{days:?}");
        // The one that was given last is the last, and no day is farther off than zones are apart.
        let last = days.last().expect("there is one");
        prop_assert_eq!(last.0, events.last().expect("there is one").seq);
        for (seq, day) in &days {
            let own = events.iter().find(|event| event.seq == *seq).map(day_of).expect("it was given");
            prop_assert!((0..=super::super::fold::ZONES_APART).contains(&day.days_since(own)), "{day:?} for {own:?}");
        }
    }

    #[test]
    fn answers_of_different_days_are_all_kept(
        steps in proptest::collection::vec((APART * 60..14 * 24 * 60, 0..12usize, 0..=10i64), 1..40),
    ) {
        prop_assert_eq!(days(&answers(&steps)).len(), steps.len());
    }

    #[test]
    fn the_verdict_is_the_same_in_every_zone(
        steps in proptest::collection::vec((APART * 60..14 * 24 * 60, 0..12usize, 0..=10i64), 2..12),
        zone in 0..12usize,
    ) {
        // Somebody who stays in one zone, and somebody who never leaves Greenwich, at noon there and here alike.
        let verdict = |zone: usize| {
            let offset = |event: &Event| {
                let zone = jiff::tz::TimeZone::get(&event.zone).expect("it is known");
                let noon = jiff::Timestamp::from_millisecond(event.at.0).expect("a moment").to_zoned(jiff::tz::TimeZone::UTC);
                noon.date().at(12, 0, 0, 0).to_zoned(zone).expect("noon is never skipped").timestamp().as_millisecond()
            };
            let same: Vec<(i64, usize, i64)> = steps.iter().map(|(minutes, _, score)| (*minutes, zone, *score)).collect();
            let mut events = answers(&same);
            for event in &mut events {
                event.at = UtcMs(offset(event));
            }
            let record = Record::fold(knowledge(), &events);
            let entries = record.outcomes.entries(knowledge().measures.judge, None);
            let began = entries.iter().map(|entry| entry.day).min().expect("there is one");
            let last = entries.iter().map(|entry| entry.day).max().expect("there is one");
            record.judged(knowledge(), began, last).map(|judged| judged.verdict)
        };
        prop_assert_eq!(verdict(zone), verdict(ZONES.len() - 1));
    }
}

/// Half an hour of the clock comes twice on Lord Howe Island when its summer ends.
#[test]
fn an_hour_that_comes_twice_keeps_both_answers_in_their_order() {
    let before = (1_775_311_200_000 - START_MS) / 60_000;
    let events = answers(&[(before - 20, 4, 6), (40, 4, 5), (24 * 60 * 3, 4, 4)]);
    let days = days(&events);
    assert_eq!(days.len(), 2, "the first two are of one day, where the later one counts: {days:?}");
    assert_eq!(days[0].0, 2);
    assert!(days[0].1 < days[1].1);
}
